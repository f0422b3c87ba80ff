// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.convert;

import io.espalier.base.Provenance;
import io.espalier.lite.Graph;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.lower.ModelLowering;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import java.util.Optional;

/**
 * Converts a model to a TFLite graph. Immutable; the same model and choices give the same graph, and the same bytes.
 *
 * <p>The graph takes batches of any size: its inputs may be resized. Its signature {@code serving_default} names inputs and outputs
 * by their layers.
 *
 * <p>A model that was trained quantization-aware tells the ranges of its activations: a recipe such as int8 then takes no calibration, and
 * one that is calibrated all the same goes by that alone.
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
     * A conversion to a float graph, unless more is asked for. The model is lowered here, once for all that is made of it.
     *
     * @throws LoweringException if TFLite has no operators for a layer
     */
    public static Converter of(Model model) {
        return of(ModelLowering.lower(model));
    }

    /** The same of a model that is a float graph already, such as a .tflite file. */
    public static Converter of(Graph graph) {
        return new Converter(graph, Quantizer.of(Recipe.of(Method.NONE)), Optional.empty());
    }

    /** The float graph of a model. */
    public static Graph convert(Model model) {
        return of(model).convert();
    }

    /** By a recipe that takes no calibration. */
    public Converter withRecipe(Recipe recipe) {
        return withQuantizer(Quantizer.of(recipe));
    }

    public Converter withQuantizer(Quantizer how) {
        return new Converter(lowered, how, provenance);
    }

    /** Lets the graph say where it comes from. */
    public Converter withProvenance(Provenance origin) {
        return new Converter(lowered, quantizer, Optional.of(origin));
    }

    /** The float graph before it is optimized: its inputs are those that data for calibration must fit. */
    public Graph lowered() {
        return lowered;
    }

    /**
     * Converts, and tells what was decided.
     *
     * @throws io.espalier.lite.QuantizationException as {@link Quantizer#run}
     * @throws io.espalier.lite.calibrate.CalibrationException as {@link Quantizer#run}
     */
    public Quantized run() {
        Quantized quantized = quantizer.run(lowered);
        return provenance
                .map(origin -> quantized.withGraph(quantized.graph().withProvenance(origin)))
                .orElse(quantized);
    }

    /** The graph that {@link #run} gives. */
    public Graph convert() {
        return run().graph();
    }
}
