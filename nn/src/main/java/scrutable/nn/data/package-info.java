/// What networks learn from: data sets, generated ones and loaded ones.
///
/// Start with [Dataset]. [Glyphs], [Shapes], [Moons], [Blobs] and [NoisyXor] make data on the spot, to the
/// bit the same for the same seed; so do [Tree12] and [Mail], of which every probability is known. [DataSets]
/// finds or downloads MNIST and its like, whose files [IdxFiles], [Cifar10Binary] and [Optdigits] read.
package scrutable.nn.data;
