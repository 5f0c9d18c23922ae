import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readHttpRequest, sendAnswer } from './http-request.ts';
import { Pipeline } from './pipeline.ts';

/** The RPC wire: one path, the operation named by Action and Version. */
@ApiExcludeController()
@Controller('/')
export class RpcController {
  constructor(private readonly pipeline: Pipeline) {}

  // `@All` would answer DELETE and PUT too, which the wire does not know.
  @Get()
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendAnswer(reply, await this.pipeline.run(readHttpRequest(request)));
  }

  @Post()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendAnswer(reply, await this.pipeline.run(readHttpRequest(request)));
  }
}
