/// Chapter 0 of the book: the instruments that all other chapters trust.
///
/// Whoever has never seen differentiation in reverse begins with [Scalar].
package scrutable.lessons.instruments;
