// SPDX-License-Identifier: Apache-2.0
/**
 * Data sets of labelled examples.
 *
 * <p>{@link io.espalier.data.Dataset} is what training and the runtime read: examples of one shape and type, in batches, in any order, into
 * buffers that native code can use. {@link io.espalier.data.catalog.NamedDatasets} opens well-known data sets, {@link
 * io.espalier.data.image.ImageFolder} image folders, {@link io.espalier.data.array.ArrayDataset} arrays. This module knows nothing of models.
 */
@NullMarked
package io.espalier.data;

import org.jspecify.annotations.NullMarked;
