// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Provenance;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Ints;
import io.espalier.lite.Signature;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.ValueRange;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConverterTest {
    private static final TensorRanges RANGES = rangesOfAll(Converter.convert(lab()));
    private static final Provenance PROVENANCE = Provenance.here("train epochs=1 batch=128", "mnist", 42L, List.of());

    @Test
    void theLabsNetworkBecomesFourOperators() {
        Graph graph = Converter.convert(lab());

        assertThat(operators(graph))
                .containsExactly(
                        BuiltinOperator.RESHAPE,
                        BuiltinOperator.CONV_2D,
                        BuiltinOperator.MAX_POOL_2D,
                        BuiltinOperator.FULLY_CONNECTED);
        assertThat(graph.main().tensor(0).dynamicShape()).isEqualTo(Ints.of(-1, 28, 28));
        assertThat(graph.signatures())
                .containsExactly(new Signature(
                        "serving_default",
                        List.of(new NamedTensor("input", 0)),
                        List.of(new NamedTensor("dense", graph.main().outputs().get(0))),
                        0));
    }

    @Test
    void batchNormalizationAndDropoutLeaveNoOperatorBehind() {
        Model model = Model.sequential()
                .input(8, 8, 3)
                .add(Conv2D.of(4, 3).withoutBias())
                .add(BatchNormalization.defaults())
                .add(ReLU.max(6))
                .add(new Dropout(0.5f))
                .build(1);

        Graph graph = Converter.convert(model);

        assertThat(operators(graph)).containsExactly(BuiltinOperator.CONV_2D);
        assertThat(graph.main().operators().get(0).options().integer("fused_activation_function"))
                .isEqualTo(3);
    }

    @Test
    void convolutionsOfSequencesThatFollowEachOtherReshapeOnce() {
        Model model = Model.sequential()
                .input(32, 4)
                .add(Conv1D.of(6, 3).withoutBias())
                .add(BatchNormalization.defaults())
                .add(ReLU.unbounded())
                .add(Conv1D.of(6, 3)
                        .withPadding(TemporalPadding.SAME)
                        .withStrides(2)
                        .withActivation(ActivationFunction.RELU))
                .add(Conv1D.of(5, 3).withDilation(2).withPadding(TemporalPadding.CAUSAL))
                .add(ReLU.max(6))
                .add(new Flatten())
                .add(Dense.of(3))
                .build(4);

        Graph graph = Converter.convert(model);

        assertThat(operators(graph))
                .containsExactly(
                        BuiltinOperator.RESHAPE,
                        BuiltinOperator.CONV_2D,
                        BuiltinOperator.CONV_2D,
                        BuiltinOperator.PAD,
                        BuiltinOperator.CONV_2D,
                        BuiltinOperator.FULLY_CONNECTED);
    }

    @ParameterizedTest
    @EnumSource
    void theSameModelGivesTheSameBytes(Method method) {
        byte[] first = GraphWriter.toBytes(convert(method));
        byte[] second = GraphWriter.toBytes(convert(method));

        assertThat(second).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void theGraphSaysWhereItComesFromAndWhichRuntimeItNeeds(Method method) {
        Graph graph = convert(method);

        String oldest = switch (method) {
            case NONE -> "1.5.0";
            case FLOAT16 -> "1.15.0";
            case DYNAMIC -> "2.17.0";
            case WEIGHT_ONLY_INT8 -> "2.7.0";
            case WEIGHT_ONLY_INT4 -> "2.17.0";
            case INT8 -> "1.14.0";
            case INT8X4 -> "2.11.0";
            case INT16X8 -> "2.3.0";
        };
        assertThat(graph.metadata(Metadata.MIN_RUNTIME_VERSION).orElseThrow().asText())
                .isEqualTo(oldest);
        assertThat(graph.metadata(Metadata.PROVENANCE).orElseThrow().asText()).isEqualTo(PROVENANCE.toJson());
        assertThat(GraphVerifier.problems(graph)).isEmpty();
    }

    /** Targets of the issue; Google's converter needs 84,824 and 24,168 bytes. */
    @Test
    void theLabsNetworkIsSmallWithNamesSignatureAndProvenance() {
        assertThat(GraphWriter.toBytes(convert(Method.NONE))).hasSizeLessThanOrEqualTo(83_600);
        assertThat(GraphWriter.toBytes(convert(Method.DYNAMIC))).hasSizeLessThanOrEqualTo(23_000);
    }

    private static TensorRanges rangesOfAll(Graph graph) {
        return new TensorRanges(graph.main().tensors().stream()
                .collect(Collectors.toMap(Tensor::name, tensor -> new ValueRange(-1, 1))));
    }

    private static Graph convert(Method method) {
        return Converter.of(lab())
                .withQuantizer(Quantizer.of(Recipe.of(method)).withCalibration(RANGES))
                .withProvenance(PROVENANCE)
                .convert();
    }

    private static Model lab() {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10))
                .build(42);
    }

    private static List<BuiltinOperator> operators(Graph graph) {
        return graph.main().operators().stream()
                .map(operator -> operator.code().builtin())
                .toList();
    }
}
