// SPDX-License-Identifier: Apache-2.0
/** HDF5 files: what Keras writes of the format, read with jHDF and written here. */
@NullMarked
package io.espalier.model.keras.hdf;

import org.jspecify.annotations.NullMarked;
