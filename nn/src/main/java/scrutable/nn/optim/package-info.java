/// Optimisers: how parameters follow their gradients.
package scrutable.nn.optim;
