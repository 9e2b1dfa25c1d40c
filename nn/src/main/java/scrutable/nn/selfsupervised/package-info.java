/// Learning without labels: from pairs of views of one picture, or from pictures with their captions.
///
/// Begin with [scrutable.nn.selfsupervised.Contrast]: both kinds of learner are that loss and little else.
package scrutable.nn.selfsupervised;
