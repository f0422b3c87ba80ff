// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.base.EspalierException;
import io.espalier.base.Provenance;
import io.espalier.base.internal.NearestName;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.tensorflow.export.Dialect;
import io.espalier.lite.tensorflow.export.SavedModelProvenance;
import io.espalier.lite.tensorflow.export.SavedModelWriter;
import io.espalier.lite.tensorflow.export.TensorFlowExport;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelSource;
import io.espalier.model.tensorflow.MetaGraph;
import io.espalier.model.tensorflow.MetaGraph.SignatureDef;
import io.espalier.model.tensorflow.SavedModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Folders that hold a SavedModel, as TensorFlow 1.15 and later and Keras write them. If Keras 2 told the layers and Espalier has them, it is a {@link
 * Model}; otherwise a {@link Graph}, in which variables are constants.
 */
public enum SavedModelFormat implements ModelFormat<Object> {
    /** The only one. */
    SAVED_MODEL;

    private static final String SERVING = "serving_default";

    @Override
    public String id() {
        return "saved-model";
    }

    @Override
    public String extension() {
        return "";
    }

    @Override
    public String about() {
        return "Reads TensorFlow 1.15 to 2.x and Keras 2 and 3; writes for TensorFlow 2. No text, no tables of words, no loops of"
                + " TensorFlow 1.";
    }

    @Override
    public Set<Class<?>> types() {
        return Set.of(Model.class, Graph.class);
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.of(Feature.WEIGHTS, Feature.PROVENANCE);
    }

    @Override
    public boolean isWritten() {
        return true;
    }

    @Override
    public boolean claims(String name) {
        return false;
    }

    @Override
    public boolean recognizes(ModelSource source) {
        return source.holds(SavedModelFile.NAME);
    }

    @Override
    public StoredModel<Object> read(ModelSource source, ReadOptions options) throws IOException {
        Path folder = source.path();
        MetaGraph graph = SavedModelFile.serving(folder);
        Map<String, SignatureDef> signatures = signatures(folder, graph, options.signature());
        Variables variables = Checkpoints.of(folder, graph);
        List<String> notes = new ArrayList<>();
        if (!graph.assets().isEmpty()) {
            notes.add("its files "
                    + graph.assets().stream().map(MetaGraph.Asset::file).toList()
                    + " in assets are left out: tables of words are not supported");
        }
        if (options.signature().isEmpty()) {
            Optional<Model> layers = layers(folder, graph, variables, options, notes);
            if (layers.isPresent()) {
                return new Stored(layers.get(), SavedModelProvenance.read(folder), notes);
            }
        }
        try {
            Map<String, SignatureDef> lowered = new LinkedHashMap<>();
            signatures.forEach(
                    (key, signature) -> lowered.put(key, SignatureShapes.fixed(signature, options.inputShape())));
            Graph operators = TensorFlowLowering.lower(graph.graph(), variables, lowered);
            return new Stored(operators, SavedModelProvenance.read(folder), notes);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (LoweringException e) {
            throw new ModelFormatException(folder, e.getMessage(), e);
        }
    }

    private static Optional<Model> layers(
            Path folder, MetaGraph graph, Variables variables, ReadOptions options, List<String> notes)
            throws IOException {
        try {
            return KerasLayers.read(folder, graph, variables, options.inputShape(), notes::add);
        } catch (EspalierException e) {
            notes.clear();
            notes.add("read as operators, not as layers, so it cannot be trained further: "
                    + e.getMessage().replaceFirst("^" + Pattern.quote(folder + ": "), ""));
            return Optional.empty();
        }
    }

    /** The signatures that compute something, the one for serving first. */
    private static Map<String, SignatureDef> signatures(Path folder, MetaGraph graph, Optional<String> wanted) {
        Map<String, SignatureDef> usable = new LinkedHashMap<>();
        Optional.ofNullable(graph.signatures().get(SERVING)).ifPresent(signature -> usable.put(SERVING, signature));
        graph.signatures().forEach((key, signature) -> {
            if (!signature.inputs().isEmpty() && !signature.outputs().isEmpty()) {
                usable.putIfAbsent(key, signature);
            }
        });
        if (usable.isEmpty()) {
            throw new ModelFormatException(
                    folder,
                    "has no signature that takes inputs and gives outputs; save it with one, such as model.export of Keras"
                            + " or tf.saved_model.save(model, folder, signatures=...)");
        }
        if (wanted.isEmpty()) {
            return usable;
        }
        SignatureDef signature = usable.get(wanted.get());
        if (signature == null) {
            throw new ModelFormatException(
                    folder,
                    "no signature '" + wanted.get() + "'" + NearestName.suggestion(wanted.get(), usable.keySet())
                            + "; it has " + String.join(", ", usable.keySet()));
        }
        return Map.of(wanted.get(), signature);
    }

    @Override
    public void write(Object model, @Nullable Provenance provenance, Path folder) throws IOException {
        Graph graph = graph(model);
        SavedModelWriter.write(graph, provenance == null ? graph.provenance().orElse(null) : provenance, folder);
    }

    /** All operators must have an equivalent. */
    @Override
    public void check(Object model) {
        TensorFlowExport.export(graph(model), Dialect.TENSORFLOW);
    }

    private static Graph graph(Object model) {
        return model instanceof Model layers ? Converter.convert(layers) : (Graph) model;
    }

    /** @param notes what was left out */
    private record Stored(Object content, Optional<Provenance> provenance, List<String> notes)
            implements StoredModel<Object> {
        private Stored {
            notes = List.copyOf(notes);
        }
    }
}
