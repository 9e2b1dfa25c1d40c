/// Published data sets, found on disk or downloaded, and checked.
///
/// | what | read by |
/// |---|---|
/// | pictures with labels: MNIST and its like | [DataSets] by name; [IdxFiles], [Cifar10Binary], [Optdigits] |
/// | texts with labels | [SmsSpam], [RtPolarity] |
/// | texts | [TinyShakespeare], [Tatoeba] in two languages |
/// | words | [GloveVectors], [WordNeighbours], [Codespell] |
/// | sound | [SpokenDigits] |
///
/// Where they are looked for is in [DataLocations]. Text must be UTF-8, and a line that is not as it should be is an
/// error with its place. Loaders give plain records; which words a model knows is not decided here.
package scrutable.nn.data.published;
