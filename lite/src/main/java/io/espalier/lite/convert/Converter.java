// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.convert;

import io.espalier.lite.Graph;
import io.espalier.lite.Metadata;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.lower.ModelLowering;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.Provenance;
import java.util.Optional;

/**
 * Converts a model to a TFLite graph. Immutable; the same model and choices give the same graph, and the same bytes.
 *
 * <p>The graph takes batches of any size: its inputs may be resized. Its signature {@code serving_default} names inputs and outputs
 * by their layers.
 */
public final class Converter {
    /** The name of the metadata entry that holds the provenance, one line of JSON. */
    public static final String PROVENANCE = "espalier_provenance";

    private final Model model;
    private final Recipe recipe;
    private final Optional<Provenance> provenance;

    private Converter(Model model, Recipe recipe, Optional<Provenance> provenance) {
        this.model = model;
        this.recipe = recipe;
        this.provenance = provenance;
    }

    /** A conversion to a float graph, unless more is asked for. */
    public static Converter of(Model model) {
        return new Converter(model, Recipe.of(Method.NONE), Optional.empty());
    }

    /** The float graph of a model. */
    public static Graph convert(Model model) {
        return of(model).toGraph();
    }

    public Converter quantize(Recipe how) {
        return new Converter(model, how, provenance);
    }

    /** Lets the graph say where it comes from. */
    public Converter provenance(Provenance origin) {
        return new Converter(model, recipe, Optional.of(origin));
    }

    /**
     * @throws LoweringException if TFLite has no operators for a layer
     * @throws io.espalier.lite.quantize.QuantizationException if weights hold an infinity or a NaN
     */
    public Graph toGraph() {
        Graph graph = Quantizer.of(recipe).quantize(ModelLowering.lower(model));
        return provenance
                .map(origin -> graph.withMetadata(Metadata.text(PROVENANCE, origin.toJson())))
                .orElse(graph);
    }
}
