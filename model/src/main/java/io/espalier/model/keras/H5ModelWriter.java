// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.Model;
import io.espalier.model.ModelException;
import io.espalier.model.Node;
import io.espalier.model.Provenance;
import io.espalier.model.Tensor;
import io.espalier.model.WeightSpec;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.lang.reflect.Array;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class H5ModelWriter {
    private H5ModelWriter() {}

    static void write(Model model, String config, @Nullable Provenance provenance, Path file) {
        if (config.length() > 32768) {
            throw new ModelException(
                    "model '" + model.name() + "' is too large for an .h5 file: its architecture takes "
                            + config.length() + " characters, and 32768 is the most that can be written");
        }
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            hdf.putAttribute("keras_version", KerasH5.KERAS_VERSION);
            hdf.putAttribute("backend", "tensorflow");
            hdf.putAttribute("model_config", config);
            if (provenance != null) {
                hdf.putAttribute(KerasH5.PROVENANCE, provenance.toJson());
            }
            WritableGroup all = hdf.putGroup("model_weights");
            all.putAttribute(
                    "layer_names", model.nodes().stream().map(Node::name).toArray(String[]::new));
            all.putAttribute("backend", "tensorflow");
            all.putAttribute("keras_version", KerasH5.KERAS_VERSION);
            for (Node node : model.nodes()) {
                WritableGroup group = all.putGroup(node.name());
                List<WeightSpec> specs = model.weightSpecs(node);
                if (!specs.isEmpty()) {
                    group.putAttribute(
                            "weight_names",
                            specs.stream()
                                    .map(s -> node.name() + "/" + s.name() + ":0")
                                    .toArray(String[]::new));
                    WritableGroup inner = group.putGroup(node.name());
                    for (WeightSpec spec : specs) {
                        inner.putDataset(
                                spec.name() + ":0", nested(model.weights().get(node.name(), spec.name())));
                    }
                }
            }
        }
    }

    private static Object nested(Tensor tensor) {
        Object array = Array.newInstance(float.class, tensor.shape().toArray());
        fill(array, tensor.buffer());
        return array;
    }

    private static void fill(Object array, FloatBuffer values) {
        if (array instanceof float[] row) {
            values.get(row);
            return;
        }
        for (Object part : (Object[]) array) {
            fill(part, values);
        }
    }
}
