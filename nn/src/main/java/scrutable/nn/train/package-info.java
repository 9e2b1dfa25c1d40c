/// Training: the loop, metrics and checkpoints.
package scrutable.nn.train;
