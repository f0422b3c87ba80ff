// SPDX-License-Identifier: Apache-2.0
/**
 * The data sets that are known by name, and the one door for whatever a user may call data: a name, a folder or a file.
 *
 * <p>Start at {@link io.espalier.data.catalog.NamedDatasets}; {@link io.espalier.data.catalog.StandardDatasets} lists the sets
 * with their pins and sources.
 */
@NullMarked
package io.espalier.data.catalog;

import org.jspecify.annotations.NullMarked;
