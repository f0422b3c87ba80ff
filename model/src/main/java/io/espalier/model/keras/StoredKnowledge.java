// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.keras.hdf.KerasAttributes;
import io.espalier.model.tensor.ModelException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What Espalier knows of a model besides its layers and weights, as texts by the names of attributes in files: clusters, trained ranges and grids. */
final class StoredKnowledge {
    private StoredKnowledge() {}

    /** The texts of a model; none of what is not known. */
    static Map<String, String> write(Model model) {
        Map<String, String> texts = new LinkedHashMap<>();
        model.quantization()
                .ifPresent(trained -> texts.put(KerasAttributes.QUANTIZATION, QuantizationJson.write(trained)));
        if (!model.clusters().isEmpty()) {
            texts.put(KerasAttributes.CLUSTERS, ClustersJson.write(model.clusters()));
        }
        return texts;
    }

    /**
     * The model with what the texts say.
     *
     * @param stored the text of an attribute, if the file has it
     * @throws ModelException if a text is something else; names the attribute
     */
    static Model read(Model model, Function<String, Optional<String>> stored) {
        Set<WeightKey> weights = model.weights().keys();
        Model clustered = with(
                model,
                KerasAttributes.CLUSTERS,
                stored,
                (known, text) -> known.withClusters(ClustersJson.read(text, weights)));
        return with(
                clustered,
                KerasAttributes.QUANTIZATION,
                stored,
                (known, text) -> known.withQuantization(QuantizationJson.read(text, weights)));
    }

    private static Model with(
            Model model,
            String attribute,
            Function<String, Optional<String>> stored,
            BiFunction<Model, String, Model> read) {
        try {
            return stored.apply(attribute).map(text -> read.apply(model, text)).orElse(model);
        } catch (ModelException e) {
            throw new ModelException("'" + attribute + "': " + e.getMessage(), e);
        }
    }
}
