// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import static io.espalier.model.layer.ActivationFunction.RELU;
import static io.espalier.model.layer.ActivationFunction.SIGMOID;
import static io.espalier.model.layer.ActivationFunction.TANH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compress.cluster.Clustering;
import io.espalier.compress.preserve.Preserved;
import io.espalier.compress.sharing.SharedValues;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.Predictions;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.Clusters;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.activation.PReLU;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.convolution.SeparableConv2D;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Average;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Maximum;
import io.espalier.model.layer.merging.Minimum;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.merging.Subtract;
import io.espalier.model.layer.normalization.LayerNormalization;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.preprocessing.Rescaling;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.recurrent.TimeDistributed;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.UpSampling2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.ActivationFakeQuant.RangeUpdate;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each logit of the integers is that of the fake-quantized model, but for a step here and there. */
class StepAgreementTest {
    private static final double MOST_OFF = 0.005;

    private final DatasetSplit digits = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);
    private final Dataset others = digits.test().slice(0, 400);

    private static final Recurrence SEQUENCES = Recurrence.DEFAULTS.withSequences(true);

    private enum Network {
        POOLED_INPUT_BESIDE_A_CONVOLUTION {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                SymbolicTensor pooled =
                        graph.apply(MaxPooling2D.of(3).withStrides(1).withPadding(Padding.SAME), image);
                return graph.apply(new Concatenate(), convolved(graph, image, ActivationFunction.LINEAR), pooled);
            }
        },
        SUM_OF_THREE {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                return graph.apply(
                        new Add(),
                        convolved(graph, image, RELU),
                        convolved(graph, image, ActivationFunction.LINEAR),
                        convolved(graph, image, SIGMOID));
            }
        },
        POOLED_TANH_BESIDE_A_RECTIFICATION {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                SymbolicTensor pooled = graph.apply(MaxPooling2D.of(2), convolved(graph, image, TANH));
                SymbolicTensor other = graph.apply(
                        Conv2D.of(4, 3).withStrides(2).withPadding(Padding.SAME).withActivation(RELU), image);
                return graph.apply(new Concatenate(), other, pooled);
            }
        },
        AVERAGE_POOLING {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                return graph.apply(
                        AveragePooling2D.of(3).withStrides(1).withPadding(Padding.SAME), convolved(graph, image, RELU));
            }
        },
        NORMALIZED_CONVOLUTION {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                SymbolicTensor convolved = graph.apply("conv2d", Conv2D.of(6, 3), image);
                return graph.apply(
                        ReLU.unbounded(),
                        graph.apply(BatchNormalization.defaults().withMomentum(0.5f), convolved));
            }
        },
        NORMALIZATION_ALONE {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                SymbolicTensor normalized =
                        graph.apply(BatchNormalization.defaults().withMomentum(0.5f), convolved(graph, image, RELU));
                return graph.apply(ReLU.unbounded(), normalized);
            }
        },
        NORMALIZATION_BEFORE_A_KERNEL {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                return graph.apply(BatchNormalization.defaults().withMomentum(0.5f), convolved(graph, image, SIGMOID));
            }
        },
        TRANSPOSED_CONVOLUTION_AND_SUM {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                SymbolicTensor halved = graph.apply(
                        Conv2D.of(6, 3).withStrides(2).withPadding(Padding.SAME).withActivation(RELU), image);
                SymbolicTensor again = graph.apply(
                        Conv2DTranspose.of(4, 3)
                                .withStrides(2)
                                .withPadding(Padding.SAME)
                                .withActivation(RELU),
                        halved);
                return graph.apply(new Add(), again, convolved(graph, image, ActivationFunction.LINEAR));
            }
        },
        PARAMETRIC_RECTIFICATION {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                SymbolicTensor bent =
                        graph.apply(new PReLU(List.of(1, 2)), convolved(graph, image, ActivationFunction.LINEAR));
                return graph.apply(new Add(), bent, convolved(graph, image, ActivationFunction.LINEAR));
            }
        },
        DIFFERENCE {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                return graph.apply(
                        new Subtract(),
                        convolved(graph, image, RELU),
                        convolved(graph, image, ActivationFunction.LINEAR));
            }
        },
        MEAN_OF_THREE {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                return graph.apply(
                        new Average(),
                        convolved(graph, image, RELU),
                        convolved(graph, image, ActivationFunction.LINEAR),
                        convolved(graph, image, RELU));
            }
        },
        GREATEST_AND_LEAST {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                SymbolicTensor one = convolved(graph, image, RELU);
                SymbolicTensor other = convolved(graph, image, ActivationFunction.LINEAR);
                return graph.apply(
                        new Concatenate(),
                        graph.apply(new Maximum(), one, other),
                        graph.apply(new Minimum(), one, other));
            }
        },
        RESCALED {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                return convolved(graph, graph.apply(Rescaling.of(2, -0.5f), image), RELU);
            }
        },
        SEPARABLE {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                return graph.apply(SeparableConv2D.of(6, 3), convolved(graph, image, RELU));
            }
        },
        SWISH {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                return convolved(graph, image, ActivationFunction.SWISH);
            }
        },
        LARGER_PICTURE {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                SymbolicTensor larger = graph.apply(
                        new UpSampling2D(new Size(2, 2), Operations.Interpolation.BILINEAR),
                        graph.apply(MaxPooling2D.of(2), convolved(graph, image, RELU)));
                return graph.apply(new Add(), larger, convolved(graph, image, RELU));
            }
        },
        LONG_SHORT_TERM_MEMORY {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                SymbolicTensor rows = graph.apply(Reshape.to(28, 28), image);
                return graph.apply(
                        Reshape.to(28, 12, 1), graph.apply(LSTM.of(12).withRecurrence(SEQUENCES), rows));
            }
        },
        GATED_RECURRENT_UNIT {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                SymbolicTensor rows = graph.apply(Reshape.to(28, 28), image);
                return graph.apply(Reshape.to(28, 12, 1), graph.apply(GRU.of(12).withRecurrence(SEQUENCES), rows));
            }
        },
        DENSE_FOR_EACH_STEP {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                SymbolicTensor rows = graph.apply(Reshape.to(28, 28), image);
                SymbolicTensor steps =
                        graph.apply(new TimeDistributed(Dense.of(12).withActivation(RELU)), rows);
                return graph.apply(Reshape.to(28, 12, 1), steps);
            }
        },
        SQUEEZED_AND_EXCITED {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                SymbolicTensor picture = convolved(graph, image, RELU);
                SymbolicTensor gate = graph.apply(
                        Conv2D.of(4, 1).withActivation(ActivationFunction.HARD_SIGMOID),
                        graph.apply(new GlobalAveragePooling2D(true), picture));
                return graph.apply(new Multiply(), picture, gate);
            }
        },
        LAYER_NORMALIZATION {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                return graph.apply(LayerNormalization.defaults(), convolved(graph, image, RELU));
            }
        },
        GATE {
            @Override
            SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image) {
                return graph.apply(new Multiply(), convolved(graph, image, RELU), convolved(graph, image, SIGMOID));
            }
        };

        abstract SymbolicTensor body(FunctionalBuilder graph, SymbolicTensor image);

        Model build() {
            FunctionalBuilder graph = Model.functional();
            SymbolicTensor image = graph.apply(Reshape.to(28, 28, 1), graph.input(28, 28));
            SymbolicTensor stem = graph.apply(Conv2D.of(5, 3).withStrides(3), body(graph, image));
            return graph.build(3, graph.apply(Dense.of(10), graph.apply(new Flatten(), stem)));
        }

        private static SymbolicTensor convolved(
                FunctionalBuilder graph, SymbolicTensor image, ActivationFunction activation) {
            return graph.apply(Conv2D.of(4, 3).withPadding(Padding.SAME).withActivation(activation), image);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theIntegersAreWithinAStepOfTheFakeQuantizedModel(Network network) {
        assertThat(shareOff(trained(QuantizationAware.int8().apply(network.build()))))
                .isLessThanOrEqualTo(MOST_OFF);
    }

    @Test
    void valuesSharedByAllChannelsAreAsFewIntegersBehindTheFoldedNormalization() {
        Model plain = Network.NORMALIZED_CONVOLUTION.build();

        ParametrizedModel aware = trained(
                QuantizationAware.int8().apply(Preserved.in(Clustering.of(8).once(plain))));

        Model stripped = aware.strip();
        Tensor kernel = stripped.weights().get("conv2d", "kernel");
        assertThat(SharedValues.of(kernel, new Clusters(8, false))).isPresent();
        Subgraph main = Converter.of(stripped)
                .withRecipe(Recipe.named("int8"))
                .convert()
                .main();
        Operator convolution = main.operators().stream()
                .filter(operator -> operator.is(BuiltinOperator.CONV_2D))
                .findFirst()
                .orElseThrow();
        ByteBuffer integers = main.tensor(convolution.inputs().get(1)).buffer().asByteBuffer();
        assertThat(IntStream.range(0, integers.remaining())
                        .mapToObj(integers::get)
                        .collect(Collectors.toSet()))
                .hasSizeLessThanOrEqualTo(8);
        assertThat(shareOff(aware)).isLessThanOrEqualTo(MOST_OFF);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUM_OF_THREE", "NORMALIZED_CONVOLUTION", "SEPARABLE", "LONG_SHORT_TERM_MEMORY"})
    void rangesMayStartAtWhatTheFirstBatchHas(Network network) {
        Model model = network.build();
        ParametrizedModel slow = trained(QuantizationAware.int8().apply(model), 32);

        ParametrizedModel quick =
                trained(QuantizationAware.int8().withRangesFromFirstBatch().apply(model), 32);

        quick.activations().forEach((activation, fakeQuant) -> {
            if (fakeQuant.update() == RangeUpdate.MOVING_FROM_FIRST_BATCH) {
                // One step has moved the other range from 6 by a thousandth.
                float greatest = 6 - 1000 * (6 - slow.range(activation).max());
                assertThat(quick.range(activation).max())
                        .as("%s", activation)
                        .isCloseTo(greatest, within(0.1f + 0.05f * greatest));
            }
        });
    }

    private ParametrizedModel trained(ParametrizedModel aware) {
        return trained(aware, 1024);
    }

    private ParametrizedModel trained(ParametrizedModel aware, int examples) {
        return Trainer.of(SparseCategoricalCrossentropy.fromLogits())
                .withOptimizer(Adam.of(0.003f))
                .withBatchSize(32)
                .fit(aware, digits.train().slice(0, examples))
                .model();
    }

    private double shareOff(ParametrizedModel aware) {
        Graph integers =
                Converter.of(aware.strip()).withRecipe(Recipe.named("int8")).convert();
        TfliteModel model = TfliteModel.of("int8", ByteBuffer.wrap(GraphWriter.toBytes(integers)));
        // XNNPACK rounds the ratio of two scales in QUANTIZE to 1/256 (TFLite 2.20;
        // findings/xnnpack-requantizes-with-eight-bits.sh).
        Predictions found = Inference.predict(model, others, InterpreterOptions.DEFAULTS.withXnnpack(false));
        return shareOff(found, predictions(aware), outputScale(integers.main()));
    }

    private Predictions predictions(ParametrizedModel model) {
        try (Evaluator evaluator = Evaluator.of(model, 2)) {
            return Predictions.of(10, evaluator.predict(others).toArray());
        }
    }

    /** The scale of the integers that the last operator turns into floats. */
    private static float outputScale(Subgraph main) {
        Operator dequantize = main.operators().get(main.operators().size() - 1);
        return main.tensor(dequantize.inputs().get(0)).quantization().scales().get(0);
    }

    private static double shareOff(Predictions found, Predictions expected, float step) {
        int off = 0;
        for (int example = 0; example < found.size(); example++) {
            for (int output = 0; output < found.width(); output++) {
                float error = Math.abs(found.row(example)[output] - expected.row(example)[output]);
                off += error > 1.01f * step ? 1 : 0;
            }
        }
        return (double) off / (found.size() * found.width());
    }
}
