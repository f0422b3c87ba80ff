// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.compress.quantize.QuantizationAware;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.Predictions;
import io.espalier.data.ProgressListener;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.Tensor;
import io.espalier.runtime.Inference;
import io.espalier.runtime.InterpreterOptions;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lab's model after an epoch, and then one more: in float, and quantization-aware as training sees it and as its .tflite file answers.
 * Accuracy on the test images for seeds from 1. Argument: how many.
 */
final class QuantizationAccuracy {
    private QuantizationAccuracy() {}

    public static void main(String[] arguments) throws IOException {
        DatasetSplit mnist =
                NamedDatasets.standard().open("mnist", DatasetHome.fromEnvironment(), ProgressListener.NONE);
        int seeds = Integer.parseInt(arguments[0]);
        double[] floats = new double[seeds];
        double[] aware = new double[seeds];
        double[] integers = new double[seeds];
        Path file = Files.createTempFile("qat", ".tflite");
        for (int seed = 1; seed <= seeds; seed++) {
            Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                    .optimizer(Adam.of(MnistLabSettings.LEARNING_RATE))
                    .batchSize(MnistLabSettings.BATCH_SIZE)
                    .validationSplit(MnistLabSettings.VALIDATION_SPLIT)
                    .seed(seed);
            Model baseline = trainer.fit(MnistLab.network(seed), mnist.train()).model();
            Predictions inFloat = predictions(
                    ParametrizedModel.of(trainer.fit(baseline, mnist.train()).model()), mnist.test());
            ParametrizedModel trained = trainer.fit(QuantizationAware.int8().apply(baseline), mnist.train())
                    .model();
            Predictions seen = predictions(trained, mnist.test());
            GraphWriter.write(
                    Converter.of(trained.strip()).quantize(Recipe.named("int8")).toGraph(), file);
            Predictions answered = Inference.predict(file, mnist.test(), InterpreterOptions.DEFAULTS);

            int place = seed - 1;
            floats[place] = inFloat.accuracy(mnist.test()).value();
            aware[place] = seen.accuracy(mnist.test()).value();
            integers[place] = answered.accuracy(mnist.test()).value();
            System.out.printf(
                    "seed %d: float %.4f, fake-quantized %.4f, int8 %.4f, images of another class %d%n",
                    seed,
                    floats[place],
                    aware[place],
                    integers[place],
                    mnist.test().size() - answered.agreement(seen));
        }
        Files.delete(file);
        System.out.printf(
                "median: float %.4f, fake-quantized %.4f, int8 %.4f%n",
                median(floats), median(aware), median(integers));
    }

    private static Predictions predictions(ParametrizedModel model, Dataset examples) {
        try (Evaluator evaluator = Evaluator.of(model)) {
            Tensor outputs = evaluator.predict(examples);
            return Predictions.of(outputs.shape().channels(), outputs.toArray());
        }
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
