/// Derivatives: variables, one operation per primitive, gradients of any order, gradient checks.
package scrutable.autograd;
