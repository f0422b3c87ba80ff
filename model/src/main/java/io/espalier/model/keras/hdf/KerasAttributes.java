// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.hdf;

/** The attributes and groups of Keras's HDF5 files, by name. */
public final class KerasAttributes {
    public static final String MODEL_CONFIG = "model_config";
    public static final String TRAINING_CONFIG = "training_config";
    public static final String KERAS_VERSION = "keras_version";
    public static final String BACKEND = "backend";
    public static final String MODEL_WEIGHTS = "model_weights";
    public static final String LAYER_NAMES = "layer_names";
    public static final String WEIGHT_NAMES = "weight_names";

    /** The root attribute that holds the {@link io.espalier.base.Provenance}, as JSON; Keras ignores it. */
    public static final String PROVENANCE = "espalier_provenance";

    /** The root attribute that holds the {@link io.espalier.model.TrainedQuantization}, as JSON; Keras ignores it. */
    public static final String QUANTIZATION = "espalier_quantization";

    /** The root attribute that names the clustered weights, as JSON; Keras ignores it. */
    public static final String CLUSTERS = "espalier_clusters";

    private KerasAttributes() {}
}
