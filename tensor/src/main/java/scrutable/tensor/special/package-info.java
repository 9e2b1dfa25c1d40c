/// Special functions in double precision: the error function, the normal distribution, gamma and beta.
package scrutable.tensor.special;
