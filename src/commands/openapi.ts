import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.ts';
import { applicationOptions, newAdapter } from '../application.ts';
import { readEnvironment } from '../config/environment.ts';
import { openApiDocument } from '../gateway/openapi.ts';

// `npm run build` writes the OpenAPI document with it. A preview has all controllers, and starts nothing.
const options = { ...applicationOptions, preview: true, logger: false } as const;
const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(readEnvironment({})), newAdapter(), options);
await writeFile(process.argv[2] ?? 'dist/openapi.json', JSON.stringify(openApiDocument(app)));
