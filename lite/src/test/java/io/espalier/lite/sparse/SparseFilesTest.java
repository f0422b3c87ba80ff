// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.constant.DynamicRangeQuantizer;
import io.espalier.lite.quantize.constant.Float16Quantizer;
import io.espalier.lite.quantize.constant.WeightOnlyQuantizer;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.testing.Assets;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of float weights with some of its weights zero, singly and in blocks, and quantized after that. */
class SparseFilesTest {
    private static final long SEED = 11;

    static List<Path> floatModelsOfOurs() throws IOException {
        return withFloatWeights(Golden.models());
    }

    static List<Path> floatModelsOfOthers() throws IOException {
        return withFloatWeights(Assets.models());
    }

    @ParameterizedTest
    @MethodSource("floatModelsOfOurs")
    void theFileIsSmallerOrTheSameAndEveryWeightComesBack(Path path) throws IOException {
        assertIsSmallerOrTheSameAndEveryWeightComesBack(GraphReader.read(path));
    }

    @ParameterizedTest
    @Tag("conformance")
    @MethodSource("floatModelsOfOthers")
    void aFileOfOthersIsSmallerOrTheSameAndEveryWeightComesBack(Path path) throws IOException {
        assertIsSmallerOrTheSameAndEveryWeightComesBack(GraphReader.read(path));
    }

    private static List<Path> withFloatWeights(List<Path> files) throws IOException {
        List<Path> models = new ArrayList<>();
        for (Path path : files) {
            boolean hasFloatWeights = GraphReader.read(path).subgraphs().stream()
                    .flatMap(subgraph -> subgraph.tensors().stream())
                    .anyMatch(SparseFilesTest::isWeights);
            if (hasFloatWeights) {
                models.add(path);
            }
        }
        return models;
    }

    private static void assertIsSmallerOrTheSameAndEveryWeightComesBack(Graph graph) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int block : new int[] {1, 4, 16}) {
            double share = random.nextDouble();
            quantized(pruned(graph, share, block, random)).forEach((form, dense) -> {
                Graph sparse = SparseStorage.atLeast(0).apply(dense);

                String what = "%s, %.2f of blocks of %d zero, seed %d".formatted(form, share, block, SEED);
                assertThat(GraphWriter.size(sparse)).as(what).isLessThanOrEqualTo(GraphWriter.size(dense));
                assertThat(sparse.equals(dense) || GraphWriter.size(sparse) < GraphWriter.size(dense))
                        .as(what)
                        .isTrue();
                assertThat(unpacked(sparse)).as(what).isEqualTo(unpacked(dense));
                assertThat(GraphReader.read(ByteBuffer.wrap(GraphWriter.toBytes(sparse))))
                        .as(what)
                        .isEqualTo(sparse);
                assertThat(GraphVerifier.problems(sparse)).as(what).hasSameSizeAs(GraphVerifier.problems(dense));
            });
        }
    }

    /** How the graph may be quantized without data, by name. */
    private static Map<String, Graph> quantized(Graph graph) {
        Map<String, Graph> forms = new LinkedHashMap<>();
        forms.put("float32", graph);
        forms.put("float16", new Float16Quantizer().quantize(graph));
        forms.put("dynamic", DynamicRangeQuantizer.USUAL.quantize(graph));
        forms.put("int8 weights", new WeightOnlyQuantizer(TensorType.INT8, WeightOptions.USUAL).quantize(graph));
        forms.put("int4 weights", new WeightOnlyQuantizer(TensorType.INT4, WeightOptions.USUAL).quantize(graph));
        return forms;
    }

    /** For each subgraph its constants, dense, and what its operators read, the unpacked for the packed. */
    private static List<List<Object>> unpacked(Graph graph) {
        return graph.subgraphs().stream().map(SparseFilesTest::unpacked).toList();
    }

    private static List<Object> unpacked(Subgraph subgraph) {
        Map<Integer, Integer> sources = new LinkedHashMap<>();
        subgraph.operators().stream()
                .filter(operator -> operator.is(BuiltinOperator.DENSIFY))
                .forEach(densify ->
                        sources.put(densify.outputs().get(0), densify.inputs().get(0)));
        List<Object> parts = new ArrayList<>();
        for (int number = 0; number < subgraph.tensors().size(); number++) {
            if (!sources.containsKey(number)) {
                parts.add(withoutNegativeZeros(SparseDecoder.decode(subgraph.tensor(number))));
            }
        }
        subgraph.operators().stream()
                .filter(operator -> !operator.is(BuiltinOperator.DENSIFY))
                .forEach(operator -> parts.add(operator.inputs().stream()
                        .map(input -> sources.getOrDefault(input, input))
                        .boxed()
                        .toList()));
        return parts;
    }

    /** The sign of a zero is not stored. */
    private static Tensor withoutNegativeZeros(Tensor tensor) {
        byte[] bytes = tensor.buffer().toBytes();
        int width = tensor.type().bits() / Byte.SIZE;
        boolean isFloat = tensor.type() == TensorType.FLOAT32 || tensor.type() == TensorType.FLOAT16;
        for (int last = width - 1; isFloat && last < bytes.length; last += width) {
            boolean zeroButForSign = bytes[last] == Byte.MIN_VALUE;
            for (int place = last - width + 1; place < last; place++) {
                zeroButForSign &= bytes[place] == 0;
            }
            bytes[last] = zeroButForSign ? 0 : bytes[last];
        }
        return tensor.withBuffer(Buffer.ofBytes(bytes));
    }

    private static Graph pruned(Graph graph, double share, int block, SplittableRandom random) {
        return graph.withSubgraphs(graph.subgraphs().stream()
                .map(subgraph -> subgraph.withTensors(subgraph.tensors().stream()
                        .map(tensor -> isWeights(tensor) ? pruned(tensor, share, block, random) : tensor)
                        .toList()))
                .toList());
    }

    private static Tensor pruned(Tensor tensor, double share, int block, SplittableRandom random) {
        FloatBuffer weights = tensor.buffer().asFloats();
        float[] values = new float[weights.limit()];
        for (int start = 0; start < values.length; start += block) {
            boolean kept = random.nextDouble() >= share;
            for (int place = start; place < Math.min(start + block, values.length); place++) {
                values[place] = kept ? weights.get(place) : 0;
            }
        }
        return tensor.withBuffer(Buffer.ofFloats(values));
    }

    private static boolean isWeights(Tensor tensor) {
        return tensor.type() == TensorType.FLOAT32
                && !tensor.buffer().isEmpty()
                && tensor.shape().size() >= 2;
    }
}
