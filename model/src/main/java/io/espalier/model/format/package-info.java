// SPDX-License-Identifier: Apache-2.0
/**
 * The interface that every file format of models stands behind.
 *
 * <p>Start at {@link io.espalier.model.format.ModelFormat}. {@code io.espalier.experiment.ModelFormats} lists all formats.
 */
@NullMarked
package io.espalier.model.format;

import org.jspecify.annotations.NullMarked;
