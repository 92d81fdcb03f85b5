// Lint: typescript-eslint's strict, type-aware rules, less those that fight this code base's habits. Layout is nobody's rule.

import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['dist', 'out', 'node_modules', '.cache']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      // Indices that a loop or a shape has checked; `noUncheckedIndexedAccess` asks for a word there.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Data from outside is typed by what it should be, and checked as what it is.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Objects here are closures without `this`.
      '@typescript-eslint/unbound-method': 'off',
      // `return void problems.push(...)` and `async () => void await ...` say what they mean.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // An interface may promise what one implementation has at once.
      '@typescript-eslint/require-await': 'off',
      // `find<HTMLInputElement>('#seed')`.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // three's node types.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
);
