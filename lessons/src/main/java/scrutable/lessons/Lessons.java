package scrutable.lessons;

import java.util.List;
import scrutable.lessons.adversarial.biggio.BiggioLesson;
import scrutable.lessons.adversarial.birdorbicycle.BirdOrBicycleLesson;
import scrutable.lessons.adversarial.fastgradientsign.FastGradientSignLesson;
import scrutable.lessons.adversarial.guacamole.GuacamoleLesson;
import scrutable.lessons.adversarial.stopsign.StopSignLesson;
import scrutable.lessons.adversarial.szegedy.SzegedyLesson;
import scrutable.lessons.capstone.howwhat.HowWhatLesson;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.defences.adversarialtraining.AdversarialTrainingLesson;
import scrutable.lessons.defences.faileddefences.FailedDefencesLesson;
import scrutable.lessons.explanations.dimpledmanifold.DimpledManifoldLesson;
import scrutable.lessons.explanations.errorinnoise.ErrorInNoiseLesson;
import scrutable.lessons.explanations.linear.LinearLesson;
import scrutable.lessons.explanations.nonrobustfeatures.NonRobustFeaturesLesson;
import scrutable.lessons.generation.gan.GanLesson;
import scrutable.lessons.generation.texttoimage.TextToImageLesson;
import scrutable.lessons.instruments.gradientcheck.GradientCheckLesson;
import scrutable.lessons.modalities.audioctc.AudioCtcLesson;
import scrutable.lessons.modalities.genetictext.GeneticTextLesson;
import scrutable.lessons.modalities.policies.PoliciesLesson;
import scrutable.lessons.modalities.segmentation.SegmentationLesson;
import scrutable.lessons.modalities.seq2sick.Seq2SickLesson;
import scrutable.lessons.modalities.sentiment.SentimentLesson;
import scrutable.lessons.modalities.translationnoise.TranslationNoiseLesson;
import scrutable.lessons.poisoning.budget.BudgetLesson;
import scrutable.lessons.poisoning.captionpoison.CaptionPoisonLesson;
import scrutable.lessons.poisoning.labelledpoison.LabelledPoisonLesson;
import scrutable.lessons.poisoning.svmpoisoning.SvmPoisoningLesson;
import scrutable.lessons.poisoning.twomoons.TwoMoonsLesson;
import scrutable.lessons.poisoning.unlabelledpoison.UnlabelledPoisonLesson;
import scrutable.lessons.reality.deepdoubledescent.DeepDoubleDescentLesson;
import scrutable.lessons.reality.doubledescent.DoubleDescentLesson;
import scrutable.lessons.reality.lossspikes.LossSpikesLesson;
import scrutable.lessons.reality.randomlabels.RandomLabelsLesson;
import scrutable.lessons.reality.scalinglaws.ScalingLawsLesson;
import scrutable.lessons.selfsupervised.divideandcontrast.DivideAndContrastLesson;
import scrutable.lessons.selfsupervised.imagecontrastive.ImageContrastiveLesson;
import scrutable.lessons.selfsupervised.noisytext.NoisyTextLesson;
import scrutable.lessons.understood.crossvalidation.CrossValidationLesson;
import scrutable.lessons.understood.elephant.ElephantLesson;
import scrutable.lessons.understood.greenblack.GreenBlackLesson;
import scrutable.lessons.understood.istriangle.IsTriangleLesson;
import scrutable.lessons.understood.lionsunix.LionsUnixLesson;
import scrutable.lessons.understood.losses.LossesLesson;
import scrutable.lessons.understood.spamutility.SpamUtilityLesson;

/// The lessons, in the order of the book; whoever adds one adds a line here.
public final class Lessons {
  private Lessons() {}

  /// All lessons.
  public static List<Lesson> all() {
    return List.of(
        new GradientCheckLesson(),
        new IsTriangleLesson(),
        new LossesLesson(),
        new SpamUtilityLesson(),
        new CrossValidationLesson(),
        new GreenBlackLesson(),
        new ElephantLesson(),
        new DoubleDescentLesson(),
        new DeepDoubleDescentLesson(),
        new RandomLabelsLesson(),
        new ScalingLawsLesson(),
        new LossSpikesLesson(),
        new BiggioLesson(),
        new SzegedyLesson(),
        new FastGradientSignLesson(),
        new GuacamoleLesson(),
        new StopSignLesson(),
        new BirdOrBicycleLesson(),
        new AudioCtcLesson(),
        new GeneticTextLesson(),
        new Seq2SickLesson(),
        new TranslationNoiseLesson(),
        new PoliciesLesson(),
        new SegmentationLesson(),
        new FailedDefencesLesson(),
        new AdversarialTrainingLesson(),
        new LinearLesson(),
        new ErrorInNoiseLesson(),
        new NonRobustFeaturesLesson(),
        new DimpledManifoldLesson(),
        new GanLesson(),
        new TextToImageLesson(),
        new SentimentLesson(),
        new ImageContrastiveLesson(),
        new NoisyTextLesson(),
        new DivideAndContrastLesson(),
        new SvmPoisoningLesson(),
        new LabelledPoisonLesson(),
        new TwoMoonsLesson(),
        new UnlabelledPoisonLesson(),
        new CaptionPoisonLesson(),
        new BudgetLesson(),
        new LionsUnixLesson(),
        new HowWhatLesson());
  }
}
