/// Networks with a name, put together from the pieces of the other floors.
///
/// [scrutable.nn.model.Translator] reads a sentence and writes another; how it sees words is up to a
/// [scrutable.nn.model.WordVectors].
package scrutable.nn.model;
