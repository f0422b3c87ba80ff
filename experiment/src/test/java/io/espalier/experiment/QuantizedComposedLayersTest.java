// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compress.quantize.QuantizationAware;
import io.espalier.data.Predictions;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.TrainedQuantization;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.tensor.ValueRange;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.train.Evaluator;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.ActivationFakeQuant.RangeUpdate;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each layer that is made of simpler operations rounds in training as its integers do: they answer alike, but for a step here and there. */
class QuantizedComposedLayersTest {
    /** Twice what trained models may be off, whose ranges fit their values. */
    private static final double MOST_OFF = 0.01;

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.espalier.experiment.ComposedLayerModels#all")
    void theIntegersAnswerAsTheFakeQuantizedModel(ComposedLayerModels.Case one) {
        String[] rounded = rounded(one.model());
        QuantizationAware all = QuantizationAware.int8().withLayers(rounded);
        ParametrizedModel aware = all.apply(withRanges(all.apply(one.model()), one.model()));
        // What is not said to stay in float becomes integers.
        boolean isAll = rounded.length == one.model().nodes().size()
                && all.notes(one.model()).isEmpty();
        // The numbers of rows come as floats.
        boolean isStrict = isAll && !one.name().startsWith("Embedding");
        Recipe recipe = isStrict ? Recipe.named("int8").withStrict() : Recipe.named("int8");

        Graph integers = Converter.of(aware.strip()).withRecipe(recipe).convert();

        float[] found = answers(integers, one);
        assertThat(off(found, expected(aware, one), outputScale(integers)))
                .isLessThanOrEqualTo(Math.max(1, (int) (MOST_OFF * found.length)));
    }

    /** With a range for each activation as if training had found it, each of another width: no value lies halfway between two integers by design. */
    private static Model withRanges(ParametrizedModel aware, Model model) {
        Map<ActivationKey, ValueRange> ranges = new LinkedHashMap<>();
        aware.activations().forEach((key, fakeQuant) -> {
            float width = fakeQuant.update() == RangeUpdate.ALL_VALUES ? 1 : 3 + 0.37f * (ranges.size() % 7);
            ranges.put(key, fakeQuant.like().map(ranges::get).orElse(new ValueRange(-width, width)));
        });
        return model.withQuantization(new TrainedQuantization(ranges, Map.of()));
    }

    /** All layers but those that stay in float whatever they are asked for; long recurrences do not. */
    private static String[] rounded(Model model) {
        List<String> notes = QuantizationAware.int8().notes(model);
        return model.nodes().stream()
                .map(Node::name)
                .filter(name -> notes.stream()
                        .noneMatch(note -> note.startsWith("layer '" + name + "'") && !note.contains("name it")))
                .toArray(String[]::new);
    }

    private static float[] answers(Graph integers, ComposedLayerModels.Case one) {
        TfliteModel model = TfliteModel.of("int8", ByteBuffer.wrap(GraphWriter.toBytes(integers)));
        Predictions found = Inference.predict(model, one.examples(1), InterpreterOptions.DEFAULTS.withXnnpack(false));
        float[] all = new float[found.size() * found.width()];
        for (int example = 0; example < found.size(); example++) {
            System.arraycopy(found.row(example), 0, all, example * found.width(), found.width());
        }
        return all;
    }

    private static float[] expected(ParametrizedModel aware, ComposedLayerModels.Case one) {
        try (Evaluator evaluator = Evaluator.of(aware, 1)) {
            return evaluator.predict(one.examples(1)).toArray();
        }
    }

    /** The scale of the integers that the last operator turns into floats; next to nothing where the output is computed in float. */
    private static float outputScale(Graph integers) {
        Operator last =
                integers.main().operators().get(integers.main().operators().size() - 1);
        return last.is(BuiltinOperator.DEQUANTIZE)
                ? integers.main()
                        .tensor(last.inputs().get(0))
                        .quantization()
                        .scales()
                        .get(0)
                : 1e-3f;
    }

    private static int off(float[] found, float[] expected, float step) {
        assertThat(found).hasSameSizeAs(expected);
        int off = 0;
        for (int i = 0; i < found.length; i++) {
            off += Math.abs(found[i] - expected[i]) > 1.01f * step ? 1 : 0;
        }
        return off;
    }
}
