/// Learning: layers, losses, optimisers, data sets, checkpoints.
package scrutable.nn;
