/// L36: what a network learns from being told which views show the same thing. The method is in
/// [ImageContrastiveExperiment].
package scrutable.lessons.selfsupervised.imagecontrastive;
