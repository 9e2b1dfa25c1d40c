/// Published data sets, found on disk or downloaded, and checked.
///
/// [DataSets] gives MNIST and its like by name; [IdxFiles], [Cifar10Binary], [Optdigits] and [SmsSpam] read the files.
/// Where they are looked for is in [DataLocations].
package scrutable.nn.data.published;
