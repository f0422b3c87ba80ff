// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.base.Provenance;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelSource;
import io.espalier.model.tensor.ModelException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Folders that hold a SavedModel. They are run as they are: what is read holds a session and must be closed. */
public enum SavedModelFormat implements ModelFormat<SavedModel> {
    /** The only one. */
    SAVED_MODEL;

    @Override
    public String id() {
        return "saved-model";
    }

    @Override
    public String extension() {
        return "";
    }

    @Override
    public Set<Class<? extends SavedModel>> types() {
        return Set.of(SavedModel.class);
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.of(Feature.WEIGHTS);
    }

    @Override
    public boolean isWritten() {
        return false;
    }

    @Override
    public boolean claims(String name) {
        return false;
    }

    @Override
    public boolean recognizes(ModelSource source) {
        return source.holds(SavedModel.FILE);
    }

    /** @throws io.espalier.train.history.TrainingException as {@link SavedModel#open(Path)} */
    @Override
    public StoredModel<SavedModel> read(ModelSource source, ReadOptions options) {
        return new OpenModel(SavedModel.open(source.path()));
    }

    @Override
    public void write(SavedModel model, @Nullable Provenance provenance, Path folder) {
        throw new ModelException(folder + ": a SavedModel is only run; write .keras, .h5 or .tflite");
    }

    private record OpenModel(SavedModel content) implements StoredModel<SavedModel> {
        @Override
        public Optional<Provenance> provenance() {
            return Optional.empty();
        }
    }
}
