/// Learning: layers, losses, optimisers, data sets, training.
///
/// A [Module][scrutable.nn.Module] is a function with parameters. The floors, in the order in which they are needed:
///
/// - `layer`: the pieces that networks are made of; `optim`: the ways to change parameters
/// - `data`: the idea of a data set, and of batches of any kind; `data.generate` draws, `data.published` reads
/// - `train`: the one loop, and the checkpoints that resume it to the bit
/// - `validation`: how good is it? cross-validation, and the measures of texts, pictures and generators
/// - `augment`, `semisupervised`, `selfsupervised`: learning from more than labels
/// - `sequence`: texts and other series: vocabulary, padding, decoding, CTC
/// - `model`: networks with a name of their own, such as the U-Net
/// - `generative`: diffusion and adversarial pairs; `reinforcement`: games, and who learns to play them
/// - `classical`: learners without gradients through layers: trees, machines, graphs, neighbours
package scrutable.nn;
