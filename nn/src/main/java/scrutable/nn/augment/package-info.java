/// Random changes of images that leave their class alone: what a learner may be told for free.
package scrutable.nn.augment;
