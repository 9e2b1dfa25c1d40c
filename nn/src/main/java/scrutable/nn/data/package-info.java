/// The idea of a data set: inputs with labels, taken in batches.
///
/// Start with [Dataset]; what is no pair of input and class comes from a [BatchSource]. What draws data on the spot is
/// in [scrutable.nn.data.generate], what reads or downloads
/// published files in [scrutable.nn.data.published].
package scrutable.nn.data;
