// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.convert;

import io.espalier.base.Provenance;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.lower.ModelLowering;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import java.util.Objects;
import java.util.Optional;

/**
 * Converts a model to a TFLite graph. Immutable; the same model and settings give the same graph and the same bytes.
 *
 * <p>The graph has a dynamic batch size. Its signature {@code serving_default} names inputs and outputs
 * by their layers.
 *
 * <p>A model from quantization-aware training brings the ranges of its activations: a recipe such as int8 then needs no calibration. A
 * calibration, if given, overrides these ranges.
 */
public final class Converter {
    private final Graph lowered;
    private final Quantizer quantizer;
    private final Optional<Provenance> provenance;

    private Converter(Graph lowered, Quantizer quantizer, Optional<Provenance> provenance) {
        this.lowered = lowered;
        this.quantizer = quantizer;
        this.provenance = provenance;
    }

    /**
     * A converter to a float graph. The {@code with} methods return copies that do more; the model is lowered once, here.
     *
     * @throws LoweringException if TFLite has no operators for a layer
     */
    public static Converter of(Model model) {
        return of(ModelLowering.lower(Objects.requireNonNull(model, "model")));
    }

    /**
     * A converter to a float graph for one example at a time, in which each LSTM with tanh and sigmoid is one operator: a much smaller file. The operator
     * keeps its state from one run to the next, so callers reset the variables before each sequence.
     *
     * @throws LoweringException as {@link #of(Model)}; also if no LSTM can be one operator
     */
    public static Converter withFusedLstm(Model model) {
        return of(ModelLowering.withFusedLstm(Objects.requireNonNull(model, "model")));
    }

    /** A converter of a float graph, such as that of a .tflite file. */
    public static Converter of(Graph graph) {
        return new Converter(
                Objects.requireNonNull(graph, "graph"), Quantizer.of(Recipe.of(Method.NONE)), Optional.empty());
    }

    /** Converts a model to a float graph. */
    public static Graph convert(Model model) {
        return of(model).convert();
    }

    /** A copy that quantizes by a recipe without calibration. */
    public Converter withRecipe(Recipe recipe) {
        return withQuantizer(Quantizer.of(recipe));
    }

    /** A copy that quantizes with this quantizer, which may hold a calibration. */
    public Converter withQuantizer(Quantizer how) {
        return new Converter(lowered, Objects.requireNonNull(how, "how"), provenance);
    }

    /**
     * A copy that finds the ranges of activations with these samples; {@code io.espalier.runtime.calibrate.Calibrator} runs a data set's. Give the recipe
     * first: {@link #withRecipe} begins without calibration.
     */
    public Converter withCalibration(RepresentativeData data) {
        return withQuantizer(quantizer.withCalibration(data));
    }

    /** A copy that stores this provenance in the graph, unless the recipe strips it. */
    public Converter withProvenance(Provenance origin) {
        return new Converter(lowered, quantizer, Optional.of(origin));
    }

    /** The float graph before optimization. Calibration data must fit its inputs. */
    public Graph lowered() {
        return lowered;
    }

    /**
     * Converts the model, and also returns the plan and the ranges of the quantization.
     *
     * @throws io.espalier.lite.QuantizationException as {@link Quantizer#run}
     * @throws io.espalier.lite.calibrate.CalibrationException as {@link Quantizer#run}
     */
    public Quantized run() {
        Quantized quantized = quantizer.run(lowered);
        return provenance
                .filter(origin -> !quantizer.recipe().strip())
                .map(origin -> quantized.withGraph(quantized.graph().withProvenance(origin)))
                .orElse(quantized);
    }

    /** Converts the model; as {@link #run}, without the plan. */
    public Graph convert() {
        return run().graph();
    }
}
