// SPDX-License-Identifier: Apache-2.0
/**
 * Data sets known by name, and one way to open whatever a user calls data.
 *
 * <p>Start at {@link io.espalier.data.catalog.NamedDatasets}. {@link io.espalier.data.catalog.DataReference} also opens folders and files.
 */
@NullMarked
package io.espalier.data.catalog;

import org.jspecify.annotations.NullMarked;
