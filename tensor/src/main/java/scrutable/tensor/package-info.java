/// N-dimensional arrays, views, broadcasting, random numbers and the kernels that make them fast.
package scrutable.tensor;
