/// Networks that have a name of their own, put together from the layers: open one to see how the parts of a well-known
/// architecture meet.
///
/// [scrutable.nn.model.UNet] says of every pixel what it shows, [scrutable.nn.model.ScaleEnsemble] asks such a network
/// at several scales. [scrutable.nn.model.LanguageTransformer] is GPT or BERT, according to whether it may look ahead.
/// [scrutable.nn.model.Translator] reads a sentence and writes another; how it sees words is up to a
/// [scrutable.nn.model.WordVectors]. [scrutable.nn.model.Listener] writes down what it hears.
package scrutable.nn.model;
