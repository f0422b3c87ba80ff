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

/** A form of a model in memory, with the name of the file that it will become. */
public sealed interface Candidate {
    /** The name of its file with the extension of its format, such as {@code small.h5}. */
    String fileName();

    /** How it was made. */
    Provenance provenance();

    /** A model of layers, for a Keras file. */
    record Layers(String fileName, Model model, Provenance provenance) implements Candidate {}

    /**
     * A TFLite graph; its metadata contain the provenance too.
     *
     * @param source the model that it was converted from
     */
    record Lite(String fileName, Graph graph, Model source, Provenance provenance) implements Candidate {}

    /**
     * How a model was made.
     *
     * @param data what it was trained on
     * @param seed the seed of everything random
     * @param parent the file that holds the model, or the nearest file that it was made from, as {@link Provenance#parent} names it
     * @param done what was done to the model since the parent was written, in order
     */
    record Lineage(ExperimentData data, long seed, String parent, List<String> done) {
        private static final String UNCHANGED = "unchanged";

        public Lineage {
            done = List.copyOf(done);
        }

        /** The same model as its file has it. */
        public Lineage writtenTo(String file) {
            return new Lineage(data, seed, file, List.of());
        }

        /** The model after one more step. */
        public Lineage after(String step) {
            return new Lineage(
                    data,
                    seed,
                    parent,
                    Stream.concat(done.stream(), Stream.of(step)).toList());
        }

        /** The provenance of a file that is written now. */
        public Provenance provenance() {
            return data.provenance(done.isEmpty() ? UNCHANGED : String.join("; ", done), seed, List.of(parent));
        }
    }

    /** The model as it is. */
    static Candidate layers(String fileName, Model model, Lineage lineage) {
        return new Layers(fileName, model, lineage.provenance());
    }

    /**
     * Converts and quantizes a model. Activations of a model that was trained quantization-aware have the trained ranges; other models are
     * calibrated with training examples if the recipe needs that.
     *
     * @throws io.espalier.lite.QuantizationException as {@link Converter#convert}
     */
    static Candidate lite(String fileName, Model model, Recipe recipe, Lineage lineage) {
        Quantizer quantizer = Quantizer.of(recipe);
        String conversion = "convert " + recipe;
        boolean hasRanges = model.quantization().isPresent();
        if (recipe.takesCalibration() ? !hasRanges : recipe.takesSamples()) {
            RepresentativeData samples = lineage.data().representative();
            quantizer = quantizer.withCalibration(samples);
            conversion += ", calibrated with " + samples.description();
        }
        Provenance provenance = lineage.after(conversion).provenance();
        Graph graph = Converter.of(model)
                .withQuantizer(quantizer)
                .withProvenance(provenance)
                .convert();
        return new Lite(fileName, graph, model, provenance);
    }
}
