// A session as one could type it after start.jsh; it ends in 0 if the attack worked.
var digits = Glyphs.generate(1_000, rng.split("data"))
Module net = new Sequential(new Flatten(), new Linear(784, 50, rng), new Relu(), new Linear(50, 10, rng))
var settings = TrainingSettings.of(5, 64).withProgress(PrintedProgress.to(System.out), "training")
var history = new ClassifierTraining(net, new Adam(net.parameters(), 1e-3), settings, rng.split("shuffle")).run(digits)
System.out.println(net)
var test = Glyphs.generate(100, rng.split("test"))
var attack = new HalfOfThePixels(HalfOfThePixels.Half.STEEPER)
var attacked = attack.run(Classifier.of(net), test.inputs(), new Untargeted(test.labels()), Ball.linf(0.3), rng)
System.out.println(attacked)
/exit attacked.successRate() > 0.5 && net.toString().startsWith("Sequential (39,760 numbers") ? 0 : 1
/exit 1
