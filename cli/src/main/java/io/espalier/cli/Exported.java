// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.EspalierVersion;
import io.espalier.base.Provenance;
import io.espalier.lite.Graph;
import io.espalier.lite.quantize.training.TrainedTensors;
import io.espalier.lite.tensorflow.SavedModelFormat;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.Feature;
import io.espalier.model.format.ModelFormat.StoredModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A model that is written in another format. */
record Exported(InputModel source, StoredModel<?> stored, Path target, Terminal terminal) {

    /** @throws UsageException if the file holds a graph, which no format of layers can hold */
    static void requireLayers(InputModel file, ModelFormat<?> format) throws IOException {
        if (!file.is(Model.class) && format.of(Graph.class).isPresent()) {
            throw new UsageException(file.path() + ": holds operators already, as " + format.id()
                    + " files do; copy it, or change it with quantize");
        }
        if (!file.is(Model.class)) {
            throw new UsageException(file.path() + ": this model has operators, no layers, so it cannot become a "
                    + format.id() + " model; export the model that it was made of");
        }
    }

    /** The layers, of what {@link #requireLayers} has let through. */
    Model model() {
        return (Model) stored.content();
    }

    /** Where the written model comes from. */
    Provenance provenance(String words) throws IOException {
        Provenance origin = stored.provenance().orElse(null);
        Provenance here = Provenance.here(
                words,
                origin == null ? null : origin.dataset(),
                origin == null ? null : origin.seed(),
                List.of(source.asParent()));
        return origin == null ? here : here.withPreprocessing(origin.preprocessing());
    }

    /** What is known of it before it is written, for programs. */
    ObjectNode toJson(ModelFormat<?> format) throws IOException {
        return new JsonMapper()
                .createObjectNode()
                .put("espalier", EspalierVersion.current())
                .put("model", source.path().toString())
                .put("output", target.toString())
                .put("format", format.id())
                .put("bytesBefore", source.size());
    }

    /** Says what the format does not hold of the model. */
    void noteLosses(ModelFormat<?> format) {
        boolean isGraph = stored.content() instanceof Graph;
        boolean isTrained = stored.content() instanceof Graph graph
                ? TrainedTensors.areFoundIn(graph)
                : model().quantization().isPresent();
        // Operators of fake quantization stay what they are there.
        boolean areKept = format.features().contains(Feature.TRAINED_QUANTIZATION)
                || (isGraph && format == SavedModelFormat.SAVED_MODEL);
        if (isTrained && !areKept) {
            terminal.note(format.id() + " files hold no ranges of quantization-aware training"
                    + (isGraph ? ", only arithmetic that rounds as they do" : "") + "; keep " + source.path()
                    + " for integer files");
        }
    }
}
