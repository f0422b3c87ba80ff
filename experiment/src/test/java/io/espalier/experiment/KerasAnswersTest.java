// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasReader;
import io.espalier.model.keras.KerasWeights;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.Assets;
import io.espalier.train.Evaluator;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that Keras 2.3 saved with what they answered; Deeplearning4j tests its import with them. */
@Tag("conformance")
class KerasAnswersTest {
    static List<Path> models() throws IOException {
        return Assets.files("keras_h5", ".*_model[.]h5");
    }

    static List<Path> architectures() throws IOException {
        return Assets.files("keras_h5", ".*_config[.]json");
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelAnswersAsInKeras(Path file) throws IOException {
        Model model = KerasFiles.read(file);

        try (HdfFile kept = new HdfFile(beside(file, "_inputs_and_outputs.h5"))) {
            Dataset x = only(kept, "inputs");
            float[] y = (float[]) only(kept, "predictions").getDataFlat();
            assertThat(inTensorFlow(model, x)).containsExactly(y, within(1e-5f));
            assertThat(inTflite(model, x)).containsExactly(y, within(1e-5f));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void anArchitectureWithItsWeightsIsTheWholeModel(Path file) throws IOException {
        Model whole = KerasFiles.read(file);
        Path architecture = beside(file, "_config.json");
        Path weights = beside(file, "_weights.h5");

        Model read = KerasReader.standard().read(architecture, weights);
        Model filled = KerasWeights.read(weights).into(KerasFiles.read(architecture));

        assertThat(read.nodes()).isEqualTo(whole.nodes());
        assertThat(read.weights()).isEqualTo(whole.weights());
        assertThat(filled.weights()).isEqualTo(whole.weights());
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void anArchitectureAloneStartsFromASeed(Path file) throws IOException {
        Model model = KerasReader.standard().withSeed(1).read(file);

        assertThat(model.weights())
                .isEqualTo(KerasReader.standard().withSeed(1).read(file).weights());
        assertThat(model.parameters(false)).isPositive();
    }

    private static float[] inTensorFlow(Model model, Dataset x) {
        int examples = x.getDimensions()[0];
        List<Integer> shape = Arrays.stream(x.getDimensions()).boxed().toList();
        NumericArray features = new NumericArray(ElementType.FLOAT32, shape, bytes(x));
        NumericArray targets = new NumericArray(
                ElementType.INT32, List.of(examples), ByteBuffer.allocateDirect(examples * Integer.BYTES));
        ArrayDataset examplesOf = ArrayDataset.of("kept", features, targets, Scaling.IDENTITY, List.of());
        try (Evaluator evaluator = Evaluator.of(model, 1)) {
            return evaluator.predict(examplesOf).toArray();
        }
    }

    private static float[] inTflite(Model model, Dataset x) {
        ByteBuffer graph = ByteBuffer.wrap(GraphWriter.toBytes(Converter.convert(model)));
        try (Interpreter interpreter =
                Interpreter.open(TfliteModel.of("the graph", graph), InterpreterOptions.DEFAULTS)) {
            interpreter.resizeInput(0, Arrays.stream(x.getDimensions()).boxed().toList());
            interpreter.writeInput(0, bytes(x));
            interpreter.run();
            float[] outputs = new float[interpreter.outputs().get(0).elements()];
            ByteBuffer bytes = buffer(outputs.length);
            interpreter.readOutput(0, bytes);
            bytes.flip().asFloatBuffer().get(outputs);
            return outputs;
        }
    }

    private static ByteBuffer bytes(Dataset x) {
        float[] values = (float[]) x.getDataFlat();
        ByteBuffer bytes = buffer(values.length);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }

    private static ByteBuffer buffer(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    private static Dataset only(HdfFile file, String group) {
        return (Dataset) ((Group) file.getByPath(group))
                .getChildren()
                .values()
                .iterator()
                .next();
    }

    private static Path beside(Path model, String ending) {
        return Path.of(model.toString().replace("_model.h5", ending));
    }
}
