// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static io.espalier.lite.schema.TensorType.INT8;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.quantize.constant.Float16Quantizer;
import io.espalier.lite.quantize.constant.WeightOnlyQuantizer;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.sparse.SparseStorage;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.tensor.ValueRange;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.Assets;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real runtime makes of weights stored sparse: 80% of the weights zero, by magnitude, singly and in blocks. */
class SparseModelsTest {
    private static final long SEED = 3;
    private static final double SHARE = 0.8;
    private static final List<Integer> BLOCKS = List.of(1, 4, 16);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mnist_softmax/float.tflite",
                "mnist_softmax/float16.tflite",
                "mnist_softmax/int8.tflite",
                "mobile_big/float.tflite",
                "mobile_big/float16.tflite",
                "mobile_big/int8.tflite",
                "mobile_big/int8_fio.tflite"
            })
    void unpackedWeightsGiveTheSameOutputsToTheBit(String name) throws IOException {
        assertUnpackedWeightsGiveTheSameOutputs(Golden.file(name));
    }

    @ParameterizedTest
    @Tag("conformance")
    @ValueSource(
            strings = {
                "mlperf_tiny/image_classification/trained_models/pretrainedResnet.tflite",
                "mlperf_tiny/image_classification/trained_models/pretrainedResnet_quant.tflite",
                "mlperf_tiny/keyword_spotting/trained_models/kws_ref_model.tflite",
                "mlperf_tiny/visual_wake_words/trained_models/vww_96_float.tflite"
            })
    void unpackedWeightsOfOthersGiveTheSameOutputsToTheBit(String name) throws IOException {
        assertUnpackedWeightsGiveTheSameOutputs(Assets.file(name));
    }

    private static void assertUnpackedWeightsGiveTheSameOutputs(Path file) throws IOException {
        Graph graph = GraphReader.read(file);
        for (int block : BLOCKS) {
            Graph dense = Pruned.byMagnitude(graph, SHARE, block);

            Graph sparse = SparseStorage.atLeast(0.5).densifyEverywhere().apply(dense);

            assertThat(GraphWriter.toBytes(sparse)).hasSizeLessThan(GraphWriter.toBytes(dense).length * 9 / 10);
            for (boolean xnnpack : new boolean[] {true, false}) {
                assertThat(run(sparse, xnnpack))
                        .as("blocks of %d, XNNPACK %s, seed %d", block, xnnpack, SEED)
                        .isEqualTo(run(dense, xnnpack));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist_softmax", "mobile_big"})
    void weightsAreStoredSparseAfterAnyQuantization(String folder) throws IOException {
        Graph graph = Pruned.byMagnitude(GraphReader.read(Golden.file(folder + "/float.tflite")), SHARE, 16);
        TensorRanges ranges = ExposedRanges.of(graph, Golden.floats(folder + "/x.npy"));
        Map<String, Graph> quantized = Map.of(
                "float16", new Float16Quantizer().quantize(graph),
                "int8 weights", new WeightOnlyQuantizer(INT8, WeightOptions.USUAL).quantize(graph),
                "int8", IntegerQuantizer.of(IntegerOptions.INT8).quantize(graph, ranges),
                "int16x8", IntegerQuantizer.of(IntegerOptions.INT16X8).quantize(graph, ranges));
        quantized.forEach((name, dense) -> {
            Graph sparse = SparseStorage.atLeast(0.5).densifyEverywhere().apply(dense);

            assertThat(GraphWriter.size(sparse)).as(name).isLessThan(GraphWriter.size(dense));
            for (boolean xnnpack : new boolean[] {true, false}) {
                assertThat(run(sparse, xnnpack))
                        .as("%s, XNNPACK %s, seed %d", name, xnnpack, SEED)
                        .isEqualTo(run(dense, xnnpack));
            }
        });
    }

    /** Kernels that take sparse weights add up in an order of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"mnist_softmax/float.tflite", "mobile_big/float.tflite"})
    void sparseKernelsGiveTheSameOutputsUpToRounding(String name) throws IOException {
        Graph graph = GraphReader.read(Golden.file(name));
        for (int block : BLOCKS) {
            Graph dense = Pruned.byMagnitude(graph, SHARE, block);

            Graph sparse = SparseStorage.atLeast(0.5).apply(dense);

            for (boolean xnnpack : new boolean[] {true, false}) {
                float[] expected = floats(run(dense, xnnpack));
                float[] actual = floats(run(sparse, xnnpack));
                for (int i = 0; i < expected.length; i++) {
                    assertThat(Math.abs(actual[i] - expected[i]))
                            .as("blocks of %d, XNNPACK %s, seed %d, output %d", block, xnnpack, SEED, i)
                            .isLessThanOrEqualTo(1e-6f);
                }
            }
        }
    }

    @Test
    void theInt8KernelForBlocksOf16StaysWithinOneStep() throws IOException {
        assertInt8KernelStaysWithinOneStep(Golden.file("mobile_big/int8.tflite"));
    }

    @ParameterizedTest
    @Tag("conformance")
    @ValueSource(
            strings = {
                "mlperf_tiny/image_classification/trained_models/pretrainedResnet_quant.tflite",
                "mlperf_tiny/keyword_spotting/trained_models/kws_ref_model.tflite"
            })
    void theInt8KernelForBlocksOf16StaysWithinOneStepInModelsOfOthers(String name) throws IOException {
        assertInt8KernelStaysWithinOneStep(Assets.file(name));
    }

    /** The kernel for blocks of 16 rounds once where the dense one may round twice. */
    private static void assertInt8KernelStaysWithinOneStep(Path file) throws IOException {
        Graph dense = Pruned.byMagnitude(GraphReader.read(file), SHARE, 16);

        Graph sparse = SparseStorage.atLeast(0.5).apply(dense);

        assertThat(sparse)
                .isNotEqualTo(SparseStorage.atLeast(0.5).densifyEverywhere().apply(dense));
        for (boolean xnnpack : new boolean[] {true, false}) {
            byte[] expected = run(dense, xnnpack);
            byte[] actual = run(sparse, xnnpack);
            for (int i = 0; i < expected.length; i++) {
                assertThat(Math.abs(actual[i] - expected[i]))
                        .as("XNNPACK %s, seed %d, output %d", xnnpack, SEED, i)
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.espalier.runtime.HybridKernelsTest#operators")
    void weightsOfAnyOtherOperatorAreUnpackedForIt(String name, Graph graph) {
        Graph dense = Pruned.byMagnitude(graph, SHARE, 1);
        float[] x = HybridKernelsTest.examples(dense);

        Graph sparse = SparseStorage.atLeast(0.5).apply(dense);

        assertThat(GraphWriter.size(sparse)).as(name).isLessThan(GraphWriter.size(dense));
        for (boolean xnnpack : new boolean[] {true, false}) {
            InterpreterOptions options = InterpreterOptions.DEFAULTS.withXnnpack(xnnpack);
            assertThat(RealNumbers.run(sparse, options, x))
                    .as("%s, XNNPACK %s, seed %d", name, xnnpack, SEED)
                    .usingRecursiveComparison()
                    .isEqualTo(RealNumbers.run(dense, options, x));
        }
    }

    @Test
    void theLabsNetworkShrinksAndTakesBatchesOfAnySize() throws IOException {
        Graph network = Converter.convert(KerasFiles.read(Golden.file("mnist_keras/model.h5")));
        Graph dense = Pruned.byMagnitude(network, SHARE, 1);

        Graph sparse = SparseStorage.atLeast(0.5).apply(dense);

        assertThat(GraphWriter.toBytes(sparse)).hasSizeLessThan(GraphWriter.toBytes(dense).length / 2);
        float[] x = new float[3 * 28 * 28];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble();
        }
        float[] expected = Running.run(dense, x);
        float[] actual = Running.run(sparse, x);
        assertThat(actual).hasSize(30);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i])).as("output %d", i).isLessThanOrEqualTo(1e-6f);
        }
    }

    /** A quarter of the weights remains: with one byte for the value and one for its place, half of the bytes of dense int8. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void weightsThatCameSparseAreQuantizedAndStaySparse(boolean direct) {
        Graph dense = Pruned.byMagnitude(
                new OneOperator(SEED)
                        .input(TensorType.FLOAT32, 1, 256)
                        .weights(512, 256)
                        .weights(512)
                        .operator(
                                BuiltinOperator.FULLY_CONNECTED,
                                1,
                                Options.of(OptionsTable.FULLY_CONNECTED),
                                Ints.of(1, 512)),
                0.75,
                1);
        SparseStorage storage = SparseStorage.atLeast(0.5);
        Graph sparse = (direct ? storage : storage.densifyEverywhere()).apply(dense);
        TensorRanges ranges = new TensorRanges(Map.of("x", new ValueRange(-1, 1), "y3", new ValueRange(-3, 3)));
        Quantizer quantizer = Quantizer.of(Recipe.named("int8")).withCalibration(ranges);

        Quantizer.Quantized quantized = quantizer.run(sparse);

        assertThat(quantized.plan().floatOperators()).isEmpty();
        assertThat(quantized.notes())
                .contains("1 weight stored sparse was unpacked first; what takes less space sparse is stored so again");
        assertThat(GraphWriter.size(quantized.graph())).isLessThan(80_000);
        assertThat(GraphWriter.size(quantizer.quantize(dense))).isGreaterThan(131_072);
        for (boolean xnnpack : new boolean[] {true, false}) {
            assertThat(run(quantized.graph(), xnnpack)).isEqualTo(run(quantizer.quantize(dense), xnnpack));
        }
    }

    /** The first output for seeded random inputs. */
    private static byte[] run(Graph graph, boolean xnnpack) {
        ByteBuffer model = ByteBuffer.wrap(GraphWriter.toBytes(graph));
        InterpreterOptions options = InterpreterOptions.DEFAULTS.withXnnpack(xnnpack);
        try (Interpreter interpreter = Interpreter.open(TfliteModel.of("the graph", model), options)) {
            TensorInfo input = interpreter.inputs().get(0);
            SplittableRandom random = new SplittableRandom(SEED);
            ByteBuffer values = ByteBuffer.allocate(input.bytes()).order(ByteOrder.nativeOrder());
            while (values.hasRemaining()) {
                if (input.type() == TensorType.FLOAT32) {
                    values.putFloat((float) random.nextDouble(-1, 1));
                } else {
                    values.put((byte) random.nextInt());
                }
            }
            interpreter.writeInput(0, values.flip());
            interpreter.run();
            TensorInfo output = interpreter.outputs().get(0);
            ByteBuffer result = ByteBuffer.allocate(output.bytes());
            interpreter.readOutput(0, result);
            return result.array();
        }
    }

    private static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
        return values;
    }
}
