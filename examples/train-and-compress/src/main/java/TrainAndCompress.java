import static io.espalier.model.layer.ActivationFunction.RELU;
import static io.espalier.model.layer.ActivationFunction.SOFTMAX;

import io.espalier.Espalier;
import io.espalier.data.OpenedDataset;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.report.Report;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Trains a network on handwritten digits, and makes it smaller: pruned, clustered, and in int8. The argument is the folder for its files. */
public class TrainAndCompress {
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        OpenedDataset digits = NamedDatasets.standard().open("mnist-sample");

        Model network = Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).withActivation(RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10).withActivation(SOFTMAX))
                .build(42);
        Model trained = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .withEpochs(5)
                .fit(network, digits.forTraining())
                .model();

        Path keras = folder.resolve("digits.keras");
        KerasFiles.write(trained, null, keras);
        Espalier.convert(keras, folder.resolve("digits.tflite"));

        CompressionRecipe recipe = CompressionRecipe.named("pcqat");
        Report report = Espalier.compress(keras, recipe, digits, folder.resolve("small"), System.out);
        System.out.println(report.toText(OptionalInt.empty()));
        System.out.println(report.verdict());
    }
}
