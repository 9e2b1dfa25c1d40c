/// L33: diffusion paints what a caption says, beside the pictures of 2014. The method is in [TextToImageExperiment].
package scrutable.lessons.generation.texttoimage;
