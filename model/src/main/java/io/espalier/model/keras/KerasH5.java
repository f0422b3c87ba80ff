// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.base.Provenance;
import io.espalier.base.internal.AtomicFile;
import io.espalier.model.Model;
import io.espalier.model.keras.hdf.HdfGroup;
import io.espalier.model.keras.hdf.HdfWriter;
import io.espalier.model.tensor.ModelException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whole models in Keras 2's HDF5 form, {@code model.h5}: architecture and weights. {@link KerasFiles} reads them.
 *
 * <p>The form: root attributes {@code model_config} (JSON), {@code keras_version} and {@code backend}; a group {@code model_weights}
 * with one group for each layer, whose {@code weight_names} are the paths of its data sets, in order.
 */
public final class KerasH5 {
    private KerasH5() {}

    /** Reads a model, as {@link KerasFiles#read} does. */
    public static Model read(Path file) throws IOException {
        return KerasFiles.read(file);
    }

    /**
     * Writes a model so that Keras 2 can load it; functions that only Keras 3 has ({@code hard_swish}, its {@code hard_sigmoid} as {@code
     * espalier>hard_sigmoid}) must be given to it as {@code custom_objects}.
     *
     * <p>The file appears under its name when it is complete; whatever goes wrong before, what was there stays.
     *
     * @throws ModelException if the form cannot hold the model; says why
     */
    public static void write(Model model, @Nullable Provenance provenance, Path file) throws IOException {
        HdfGroup root = H5ModelWriter.groups(model, provenance);
        AtomicFile.write(file, temporary -> HdfWriter.write(root, temporary));
    }
}
