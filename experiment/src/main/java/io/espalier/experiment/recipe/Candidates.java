// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.base.Provenance;
import io.espalier.experiment.ExperimentData;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import java.util.List;
import java.util.stream.Stream;

/** Makes candidates of models that were trained on some data. */
public final class Candidates {
    private static final String UNCHANGED = "unchanged";

    private final ExperimentData data;
    private final long seed;
    private final RepresentativeData samples;

    /** @param seed what everything random followed from */
    public Candidates(ExperimentData data, long seed) {
        this.data = data;
        this.seed = seed;
        this.samples = data.representative();
    }

    /**
     * The model as it is.
     *
     * @param done what was done to it since its parent was written
     * @param parent the file that it was made from, as {@link Provenance#parent} names it
     */
    public Candidate layers(String fileName, Model model, List<String> done, String parent) {
        return new Candidate.Layers(fileName, model, provenance(done, parent));
    }

    /**
     * The model, converted and quantized. A model that was trained quantization-aware tells its ranges; others are calibrated where the
     * recipe takes that.
     *
     * @param done what was done to the model since it, or its parent, was written
     * @param parent the file of the same model, or the nearest that it was made from
     * @throws io.espalier.lite.QuantizationException as {@link Converter#convert}
     */
    public Candidate lite(String fileName, Model model, Recipe recipe, List<String> done, String parent) {
        boolean calibrated = recipe.takesCalibration() && model.quantization().isEmpty();
        String converted = "convert " + recipe + (calibrated ? ", calibrated with " + samples.description() : "");
        Provenance provenance =
                provenance(Stream.concat(done.stream(), Stream.of(converted)).toList(), parent);
        Quantizer quantizer = Quantizer.of(recipe);
        Graph graph = Converter.of(model)
                .withQuantizer(calibrated ? quantizer.withCalibration(samples) : quantizer)
                .withProvenance(provenance)
                .convert();
        return new Candidate.Lite(fileName, graph, provenance);
    }

    /** Of something that is made of a file. */
    Provenance provenance(List<String> done, String parent) {
        return data.provenance(done.isEmpty() ? UNCHANGED : String.join("; ", done), seed, List.of(parent));
    }
}
