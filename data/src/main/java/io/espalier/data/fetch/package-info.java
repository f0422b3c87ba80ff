// SPDX-License-Identifier: Apache-2.0
/**
 * Brings the files of a data set here: ordered sources, downloads that resume, checks against pinned SHA-256, and the folder where
 * they stay.
 *
 * <p>Start at {@link io.espalier.data.fetch.DatasetStore}. What the files mean is not known here; which data sets there are is the
 * business of {@code io.espalier.data.catalog}.
 */
@NullMarked
package io.espalier.data.fetch;

import org.jspecify.annotations.NullMarked;
