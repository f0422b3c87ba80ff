// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.data.Scaling;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.lower.ModelLowering;
import io.espalier.model.Model;
import io.espalier.model.Shape;
import io.espalier.runtime.Interpreter;
import io.espalier.runtime.InterpreterOptions;
import io.espalier.train.Evaluator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model answers in TensorFlow and, lowered, in the TFLite runtime. */
class LiteAgainstTensorFlowTest {
    private static final int EXAMPLES = 5;
    private static final float TOLERANCE = 1e-5f;

    @ParameterizedTest
    @CsvSource({"0, 20", "20, 40", "40, 60"})
    void randomModelsAnswerTheSame(long from, long to) {
        for (long seed = from; seed < to; seed++) {
            Model model = RandomModels.of(seed);
            Pictures pictures = new Pictures(model.outputShape(model.inputs().get(0)), seed);
            float[] expected;
            try (Evaluator evaluator = Evaluator.of(model)) {
                expected = evaluator.predict(pictures).toArray();
            }

            // Only the optimized graph avoids what XNNPACK gets wrong (see ReplaceUnevenPadding).
            Graph plain = ModelLowering.lower(model);
            Graph optimized = Converter.convert(model);
            assertClose(run(plain, pictures, false), expected, "plain", model, seed);
            assertClose(run(optimized, pictures, false), expected, "optimized", model, seed);
            assertClose(run(optimized, pictures, true), expected, "optimized, in XNNPACK", model, seed);
        }
    }

    /** All examples as one batch: the batch dimension must be open. */
    private static float[] run(Graph graph, Dataset pictures, boolean xnnpack) {
        ByteBuffer model = ByteBuffer.wrap(GraphWriter.toBytes(graph));
        InterpreterOptions options = InterpreterOptions.DEFAULTS.withXnnpack(xnnpack);
        try (Interpreter interpreter = Interpreter.open("the graph", model, options)) {
            List<Integer> shape = new ArrayList<>(interpreter.inputs().get(0).shape());
            shape.set(0, EXAMPLES);
            interpreter.resizeInput(0, shape);
            ByteBuffer features = buffer(EXAMPLES * pictures.features().bytes());
            int[] all = IntStream.range(0, EXAMPLES).toArray();
            pictures.read(all, 0, EXAMPLES, features, buffer(EXAMPLES * Integer.BYTES));
            interpreter.writeInput(0, features.flip());
            interpreter.run();
            float[] outputs = new float[interpreter.outputs().get(0).elements()];
            ByteBuffer bytes = buffer(outputs.length * Float.BYTES);
            interpreter.readOutput(0, bytes);
            bytes.flip().asFloatBuffer().get(outputs);
            return outputs;
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static void assertClose(float[] actual, float[] expected, String what, Model model, long seed) {
        assertThat(actual).as(what + " seed " + seed).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            int place = i;
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as(() -> what + ", seed " + seed + ", place " + place + ": " + actual[place] + " for "
                            + expected[place] + "\n" + model.summary())
                    .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.abs(expected[i])));
        }
    }

    /** Random numbers from -1 to 1, the same for the same seed. */
    private record Pictures(Shape shape, long seed) implements Dataset {
        @Override
        public String name() {
            return "random";
        }

        @Override
        public int size() {
            return EXAMPLES;
        }

        @Override
        public ElementSpec features() {
            return new ElementSpec(ElementType.FLOAT32, shape.dimensions());
        }

        @Override
        public ElementSpec targets() {
            return ElementSpec.of(ElementType.INT32);
        }

        @Override
        public Scaling scaling() {
            return Scaling.IDENTITY;
        }

        @Override
        public List<String> classNames() {
            return List.of();
        }

        @Override
        public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
            for (int i = from; i < from + count; i++) {
                SplittableRandom random = new SplittableRandom(seed * EXAMPLES + indices[i]);
                for (int element = 0; element < shape.elements(); element++) {
                    features.putFloat((float) random.nextDouble(-1, 1));
                }
                targets.putInt(0);
            }
        }
    }
}
