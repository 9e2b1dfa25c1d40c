/// Making pictures: adversarial pairs (2014) and diffusion (2020), in the pieces that a training loop puts together.
///
/// Diffusion, in reading order: [NoiseSchedule] (how pictures become noise), [Denoiser] (what is learned),
/// [AncestralSampler] (the way back), [GuidedDenoiser] (more of what the caption says), [SinusoidalEmbedding] and
/// [Film] (how a network is told the time and the caption). Adversarial training: [AdversarialLosses],
/// [AdversarialPair], which keeps the gradients of the two networks apart, and [AdversarialGame], which lets them step
/// in turns.
package scrutable.nn.generative;
