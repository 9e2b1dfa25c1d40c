/// L37: pictures and captions from a place where nobody checks that they belong together. The method is in
/// [NoisyTextExperiment].
package scrutable.lessons.selfsupervised.noisytext;
