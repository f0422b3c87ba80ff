// SPDX-License-Identifier: Apache-2.0
/** Strict YAML for recipes: unknown keys, repeated keys and wrong types are refused, with the line. */
@NullMarked
package io.espalier.base.yaml;

import org.jspecify.annotations.NullMarked;
