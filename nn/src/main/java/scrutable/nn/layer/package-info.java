/// Layers: the building blocks of networks, one chapter each.
///
/// To read them in order: [scrutable.nn.layer.Linear] and [scrutable.nn.layer.Relu], then images
/// ([scrutable.nn.layer.Conv2d], [scrutable.nn.layer.MaxPool2d], [scrutable.nn.layer.BatchNorm2d],
/// [scrutable.nn.layer.Dropout]), then sequences ([scrutable.nn.layer.Embedding], [scrutable.nn.layer.Gru],
/// [scrutable.nn.layer.EncoderAttention], [scrutable.nn.layer.MultiHeadAttention],
/// [scrutable.nn.layer.TransformerBlock]; [scrutable.nn.layer.SequenceMask] says what counts where sequences are
/// padded), then sounds ([scrutable.nn.layer.LogMel]).
///
/// A constructor draws new numbers from a generator; `of(...)` makes a layer of given numbers, in
/// `float32` or `float64`.
package scrutable.nn.layer;
