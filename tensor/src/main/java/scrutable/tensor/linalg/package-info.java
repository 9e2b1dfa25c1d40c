/// Small dense linear algebra in double precision: factorisations, eigenvalues, least squares, conjugate
/// gradients.
///
/// Every matrix is a `FLOAT64` tensor of rank 2. Inside, a matrix is an array of rows, and each algorithm
/// is arranged so that its innermost loop runs along rows, where the numbers lie side by side in memory;
/// that is what makes them fit for a thousand unknowns. All sums are formed in a fixed order, so results
/// are the same bits everywhere.
package scrutable.tensor.linalg;
