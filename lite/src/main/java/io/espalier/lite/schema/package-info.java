// SPDX-License-Identifier: Apache-2.0
/**
 * The TFLite schema as facts: its enumerations and, in {@link io.espalier.lite.schema.table.OptionsTable}, every options table of
 * every operator, one row each.
 *
 * <p>There are no values here: {@link io.espalier.lite.Options} holds the values of one row. The schema is that of LiteRT, February 2026.
 */
@NullMarked
package io.espalier.lite.schema;

import org.jspecify.annotations.NullMarked;
