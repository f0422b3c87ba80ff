// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.WeightKey;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.hdf.HdfSource;
import io.espalier.model.keras.weights.ChannelsLast;
import io.espalier.model.keras.weights.H5WeightsReader;
import io.espalier.model.keras.weights.Keras3WeightsReader;
import io.espalier.model.keras.weights.ModelGroups;
import io.espalier.model.keras.weights.StoredLayouts;
import io.espalier.model.keras.weights.WeightGroup;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The weights in a file of Keras, to be put into a model that is there already: {@code .h5} as {@code save_weights} of Keras 1 and 2 writes it,
 * {@code .weights.h5} of Keras 3, or the weights of a whole model in {@code .h5} or {@code .keras}.
 *
 * <pre>{@code
 * Model tuned = KerasWeights.read(Path.of("efficientnetb0_notop.h5")).intoByName(model).model();
 * }</pre>
 *
 * <p>Weights of a layer are matched by their order; their names in a file depend on the scope they were made in. Files of models with channels
 * first do not fit a model here, which has them last: read such a file with its architecture ({@link KerasReader#read(Path, Path)}).
 */
public final class KerasWeights {
    private final Path file;
    private final HdfSource source;

    private KerasWeights(Path file, HdfSource source) {
        this.file = file;
        this.source = source;
    }

    /**
     * Opens a file of weights; which layers it has is seen when it is put into a model.
     *
     * @throws ModelFormatException if there is no such file, or it is of another kind or damaged
     * @throws IOException if the file is there but cannot be read
     */
    public static KerasWeights read(Path file) throws IOException {
        try (ModelSource source = KerasFormat.open(file)) {
            return switch (KerasFormat.of(source)) {
                case H5 -> new KerasWeights(file, HdfSource.of(file, source.bytes()));
                case KERAS -> {
                    try (KerasArchive archive = KerasArchive.open(file)) {
                        yield new KerasWeights(file, archive.weights(Integer.MAX_VALUE));
                    }
                }
                case JSON ->
                    throw new ModelFormatException(
                            file,
                            "the file is an architecture without weights; use the file written by Keras's save_weights");
            };
        }
    }

    /**
     * What came of loading by name.
     *
     * @param loaded the layers whose weights are the file's now
     * @param missing layers of the model with weights of which the file has none; theirs are as they were
     * @param mismatched layers whose weights in the file have other shapes, or are more or fewer; theirs are as they were
     */
    public record ByName(Model model, List<String> loaded, List<String> missing, List<String> mismatched) {
        public ByName {
            Objects.requireNonNull(model, "model");
            loaded = List.copyOf(loaded);
            missing = List.copyOf(missing);
            mismatched = List.copyOf(mismatched);
        }
    }

    /**
     * The model with the file's weights, layer by layer in the order of both, as Keras's {@code load_weights(file)} does.
     *
     * @throws ModelFormatException if there are more layers with weights in one than in the other, or the weights do not fit; says where
     */
    public Model into(Model model) {
        ModelGroups groups = ModelGroups.of(model);
        List<WeightGroup> wanted = groups.withWeights();
        if (Keras3WeightsReader.isIn(source)) {
            return changed(model, new Keras3WeightsReader(source).read(wanted, groups.shapes(), forms(wanted)));
        }
        H5WeightsReader reader = h5();
        List<String> stored = reader.layerNames().stream()
                .filter(name -> !reader.weightNames(name).isEmpty())
                .toList();
        if (stored.size() != wanted.size()) {
            List<WeightGroup> parts = groups.partsWithWeights();
            if (stored.size() != parts.size()) {
                throw otherLayers(stored, wanted);
            }
            wanted = parts;
        }
        Map<WeightKey, Tensor> values = new HashMap<>();
        for (int i = 0; i < stored.size(); i++) {
            values.putAll(reader.read(wanted.get(i), stored.get(i), groups.shapes(), forms(wanted)));
        }
        return changed(model, values);
    }

    /**
     * The model with the weights of those layers that the file has under the same name, as {@code load_weights(file, by_name=True)} does.
     *
     * @throws ModelFormatException if the weights of a layer do not fit, or the file has no layer of the model; says which
     */
    public ByName intoByName(Model model) {
        return byName(model, false);
    }

    /**
     * As {@link #intoByName}, but layers whose weights do not fit stay as they are: {@code load_weights(file, by_name=True,
     * skip_mismatch=True)}.
     */
    public ByName intoByNameSkippingMismatches(Model model) {
        return byName(model, true);
    }

    private ByName byName(Model model, boolean skipMismatches) {
        if (Keras3WeightsReader.isIn(source)) {
            throw new ModelFormatException(
                    file,
                    "the file stores weights by layer class, as Keras 3 does, not by layer name; load them by"
                            + " order with KerasWeights.into");
        }
        ModelGroups groups = ModelGroups.of(model);
        H5WeightsReader reader = h5();
        Set<String> stored = new HashSet<>(reader.layerNames());
        Map<WeightKey, Tensor> values = new HashMap<>();
        List<String> loaded = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> mismatched = new ArrayList<>();
        for (WeightGroup group : groups.byName(stored)) {
            if (!stored.contains(group.name())
                    || reader.weightNames(group.name()).isEmpty()) {
                missing.add(group.name());
                continue;
            }
            try {
                values.putAll(reader.read(group, group.name(), groups.shapes(), forms(List.of(group))));
                loaded.add(group.name());
            } catch (ModelFormatException e) {
                if (!skipMismatches) {
                    throw e;
                }
                mismatched.add(group.name());
            }
        }
        if (loaded.isEmpty() && mismatched.isEmpty()) {
            throw new ModelFormatException(
                    file,
                    "the file has no weights for any layer of model '" + model.name() + "': it has "
                            + reader.layerNames() + ", the model " + missing);
        }
        return new ByName(changed(model, values), loaded, missing, mismatched);
    }

    private H5WeightsReader h5() {
        H5WeightsReader reader = H5WeightsReader.of(source);
        if (reader.layerNames().isEmpty()) {
            throw new ModelFormatException(
                    file,
                    "missing attribute 'layer_names': the file contains no Keras weights; save them with model.save_weights");
        }
        return reader;
    }

    private ModelFormatException otherLayers(List<String> stored, List<WeightGroup> wanted) {
        int same = 0;
        while (same < Math.min(stored.size(), wanted.size())
                && stored.get(same).equals(wanted.get(same).name())) {
            same++;
        }
        String first = same < stored.size() ? "; the first difference is '" + stored.get(same) + "' in the file" : "";
        return new ModelFormatException(
                file,
                "the file has weights of " + stored.size() + " layers, but the model has " + wanted.size()
                        + " layers with weights"
                        + first
                        + (same < wanted.size() ? ", and '" + wanted.get(same).name() + "' in the model" : "")
                        + "; to load the layers that match, use KerasWeights.intoByName");
    }

    private static StoredLayouts forms(List<WeightGroup> groups) {
        Map<WeightKey, StoredLayouts.Form> kernels = new LinkedHashMap<>();
        for (WeightGroup group : groups) {
            if (group.kind().startsWith("Conv")) {
                kernels.put(new WeightKey(group.name(), "kernel"), new StoredLayouts.Kernel(group.kind(), false));
            }
        }
        return new StoredLayouts(kernels, new ChannelsLast(MissingNode.getInstance()));
    }

    private static Model changed(Model model, Map<WeightKey, Tensor> values) {
        return model.withWeights(model.weights().map((key, value) -> values.getOrDefault(key, value)));
    }

    /**
     * A file of weights that were trained on ImageNet, as Keras publishes it.
     *
     * @param fileName its name, also in the cache of Keras
     * @param md5 of its content, 32 lowercase hexadecimal digits: the checksum that Keras pins
     */
    public record Published(String fileName, URI address, String md5) {
        public Published {
            Objects.requireNonNull(fileName, "fileName");
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(md5, "md5");
        }

        /** A file in a folder of the publisher. */
        public static Published of(String folder, String fileName, String md5) {
            return new Published(fileName, URI.create(folder + fileName), md5);
        }
    }
}
